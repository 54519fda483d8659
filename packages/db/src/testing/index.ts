export { createTestDatabase, TEST_OWNER_TOKEN, type TestDatabase } from './test-database.ts';
export { until } from './until.ts';
