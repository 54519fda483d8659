export { findFreePort } from './src/find-free-port.ts';
export { localDir, openLocalDatabase } from './src/local-database.ts';
export { LocalPostgresError } from './src/local-postgres-error.ts';
export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './src/start-local-postgres.ts';
