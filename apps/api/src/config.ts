import { databaseUrl, logLevel, poolSize, port, readEnvironment } from 'env';
import Type, { type Static } from 'typebox';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  API_HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'an address to listen on' }),
  API_PORT: Type.Integer({ ...port, default: 3000 }),
  API_SQL_POOL_SIZE: Type.Integer({ ...poolSize, default: 10 }),
  API_ORM_POOL_SIZE: Type.Integer({ ...poolSize, default: 5 }),
  LOG_LEVEL: logLevel('info'),
});

export type Config = Readonly<Static<typeof environment>>;

/** The settings of the api, the one place that reads them. Throws EnvironmentError with a line per bad variable. */
export function readConfig(): Config {
  return readEnvironment(environment, process.env);
}
