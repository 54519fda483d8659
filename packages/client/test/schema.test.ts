import { createTestDatabase, type TestDatabase } from 'db/testing';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Service, startApi } from '../../../infra/local/test/faults/services.ts';

// Also what `pnpm --filter client generate` runs, which writes the file instead of comparing it.

let database: TestDatabase;
let api: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi(database.appUrl);
});
afterAll(async () => {
  await api.terminate();
  await database.drop();
});

test('the types are those of the API’s own document', async () => {
  const document = await fetch(`${api.url}/api/openapi.json`).then((response) => response.text());
  const remedy =
    'the API is not what src/schema.ts says: run `npx pnpm --filter client generate`, and commit what it writes';
  await expect(await typesOf(document), remedy).toMatchFileSnapshot('../src/schema.ts');
});

async function typesOf(document: string): Promise<string> {
  return `// Made from the API's OpenAPI document by \`pnpm --filter client generate\`; not to be edited.\n\n${astToString(await openapiTypescript(document, { alphabetize: true }))}`;
}
