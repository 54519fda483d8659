import { databaseUrl, EnvironmentError, flag, logLevel, port, publicUrl, readEnvironment } from 'env';
import Type, { type Static } from 'typebox';
import { readConfig as readApiConfig } from '../../../apps/api/src/config.ts';
import { readConfig as readWorkerConfig } from '../../../apps/worker/src/config.ts';
import { readConfig as readMigrateConfig } from '../../../packages/db/src/migrate-config.ts';

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

/**
 * The settings of `npm start`. Throws EnvironmentError, which names what any of those that it starts would refuse: each
 * of them names its own alone, and they start one after the other.
 */
export function readConfig(): Config {
  const read = () => readEnvironment(environment, process.env);
  const { DATABASE_URL, DATABASE_URL_FILE } = process.env;
  // that of its own database is not known before there is one
  const theirs = DATABASE_URL || DATABASE_URL_FILE ? process.env : { ...process.env, DATABASE_URL: 'postgresql://own' };
  const readers = [read, ...[readMigrateConfig, readApiConfig, readWorkerConfig].map((each) => () => each(theirs))];
  const faults = new Set(readers.flatMap(faultsOf));
  if (faults.size > 0) throw new EnvironmentError([...faults].join('\n'));
  return read();
}

function faultsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message.split('\n');
    throw error;
  }
}
