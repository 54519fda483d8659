import { databaseUrl, email, readEnvironment } from 'env';
import Type, { type Static } from 'typebox';
import { judgeSecretToken } from './secret-token.ts';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  MIGRATE_DATABASE_URL: Type.Optional(databaseUrl),
  OWNER_EMAIL: Type.Optional(email),
  OWNER_TOKEN: Type.Optional(
    Type.String({
      pattern: '^[!-~]{32,}$',
      description: '32 or more characters, ASCII letters, digits and signs without spaces',
    }),
  ),
});

/** The settings of migrate, the one place that reads them. Throws EnvironmentError with a line per bad variable. */
export function readConfig(variables = process.env): Readonly<Static<typeof environment>> {
  return readEnvironment(environment, variables, checks);
}

// what a pattern cannot tell
const checks = [
  {
    name: 'OWNER_TOKEN',
    fits: (token: string) => judgeSecretToken('api', token) !== 'malformed',
    expected: 'complete: it begins like a token that Duebell made and is not one',
  },
] as const;
