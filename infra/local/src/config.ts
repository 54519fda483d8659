import { databaseUrl, flag, logLevel, port, publicUrl, readEnvironment } from 'env';
import Type, { type Static } from 'typebox';

const environment = Type.Object({
  DATABASE_URL: Type.Optional(databaseUrl),
  MIGRATE_DATABASE_URL: Type.Optional(databaseUrl),
  API_HOST: Type.String({ default: '127.0.0.1' }),
  API_PORT: Type.Integer({ ...port, default: 3000 }),
  PUBLIC_URL: Type.Optional(publicUrl),
  OWNER_TOKEN: Type.Optional(Type.String()),
  // quieter than in production: what matters here is the address and the token
  LOG_LEVEL: logLevel('warn'),
  // so that reminders can ring a program on this machine
  ALLOW_PRIVATE_TARGETS: flag(true),
});

export type Config = Readonly<Static<typeof environment>>;

/** The settings of `npm start`. Api and worker check theirs again. Throws EnvironmentError. */
export function readConfig(): Config {
  return readEnvironment(environment, process.env);
}
