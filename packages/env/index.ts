export { EnvironmentError, readEnvironment } from './src/read-environment.ts';
export { databaseUrl, flag, logLevel, poolSize, port } from './src/variables.ts';
