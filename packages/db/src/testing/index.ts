export {
  type DebianPostgres,
  hasDebianPostgres,
  isConnectable,
  runProgram,
  startDebianPostgres,
  withoutDebianPostgres,
} from './debian-postgres.ts';
export { largestStatement } from './largest-statement.ts';
export { programEnv } from './program-env.ts';
export { createTestDatabase, databaseOf, TEST_OWNER_TOKEN, type TestDatabase } from './test-database.ts';
export { until } from './until.ts';
export { untilAllIsTold } from './until-all-is-told.ts';
