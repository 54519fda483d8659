import { databaseUrl, flag, logLevel, poolSize, port, publicUrl, readEnvironment } from 'env';
import Type, { type Static } from 'typebox';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  WORKER_HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'an address to listen on' }),
  WORKER_PORT: Type.Optional(Type.Integer(port)),
  WORKER_POOL_SIZE: Type.Integer({ ...poolSize, default: 5 }),
  PUBLIC_URL: { ...publicUrl, default: 'http://localhost:3000' },
  ALLOW_PRIVATE_TARGETS: flag(false),
  LOG_LEVEL: logLevel('info'),
});

export type Config = Readonly<Static<typeof environment>>;

/** The settings of the worker, the one place that reads them. Throws EnvironmentError with a line per bad variable. */
export function readConfig(): Config {
  return readEnvironment(environment, process.env);
}
