import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TEST_OWNER_TOKEN } from 'db/testing';
import type { Answer, TestApi } from './api.ts';
import { demandDocumented } from './documented.ts';

/** Sends a file to be imported, as the owner; `query` begins with the format. */
export async function upload(
  { url }: Pick<TestApi, 'url'>,
  query: string,
  file: string | Uint8Array | object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof file === 'string' || file instanceof Uint8Array;
  const response = await fetch(`${url}/api/v1/import?format=${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TEST_OWNER_TOKEN}`,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body: isText ? Buffer.from(file) : JSON.stringify(file),
  });
  const body = await response.json();
  demandDocumented();
  return { status: response.status, headers: response.headers, body };
}

/** A file that is kept beside the tests. */
export function readFixture(...path: string[]): Promise<string> {
  return readFile(join(import.meta.dirname, ...path), 'utf8');
}

/** A JSON file with these todos, of which only the description has to be said. */
export function fileOf(todos: unknown[], more: object = {}): object {
  return { format: 'duebell', version: 1, ...more, todos };
}
