import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationIdOf } from '../src/operation-id.ts';
import { startApi, type TestApi } from './api.ts';
import { type OpenApi, readOperations } from './operations.ts';

// The document as clients get it, judged by the tools that people judge documents with. What they are told to overlook
// stands in redocly.yaml and .spectral.yaml, with reasons.

const project = join(import.meta.dirname, '..');
let api: TestApi;
let folder: string;
let file: string;
let document: OpenApi;

beforeAll(async () => {
  api = await startApi();
  document = (await api.sendBare('GET', '/api/openapi.json')).body;
  folder = await mkdtemp(join(tmpdir(), 'duebell-openapi-'));
  file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await api.close();
});

test('redocly finds nothing in the document', async () => {
  const output = await run('redocly', ['lint', file, '--config', join(project, 'redocly.yaml'), '--format=json']);
  expect(JSON.parse(output).problems.map(({ ruleId, message }: Problem) => `${ruleId}: ${message}`)).toEqual([]);
});

test('spectral finds nothing in the document, by the rules of OpenAPI and of OWASP', async () => {
  const ruleset = join(project, '.spectral.yaml');
  const output = await run('spectral', [
    'lint',
    '--quiet',
    '--format=json',
    '--display-only-failures=false',
    '--fail-severity=hint',
    '--ruleset',
    ruleset,
    file,
  ]);
  expect(
    JSON.parse(output).map(({ code, message, path }: Found) => `${code} at ${path?.join('/')}: ${message}`),
  ).toEqual([]);
});

test.each([
  ['get', '/api/v1/todos', { isPage: true }, 'listTodos'],
  ['get', '/api/v1/todos/{id}', {}, 'readTodo'],
  ['get', '/api/v1/todos/counts', {}, 'readTodosCounts'],
  ['get', '/api/v1/todos/{id}/completions', { isPage: true }, 'listTodoCompletions'],
  ['delete', '/api/v1/todos/{id}/completions/{latest}', {}, 'deleteTodoCompletion'],
  ['post', '/api/v1/todos', { isMade: true }, 'createTodo'],
  ['post', '/api/v1/deliveries', { isMade: true }, 'createDelivery'],
  ['post', '/api/v1/todos/batch', {}, 'batchTodos'],
  ['post', '/api/v1/todos/{id}/move', {}, 'moveTodo'],
  ['post', '/api/v1/channels/{id}/rotate-secret', {}, 'rotateSecretChannel'],
  ['patch', '/api/v1/me', {}, 'changeMe'],
] as const)('%s %s is called what one would expect', (method, path, about, name) => {
  expect(operationIdOf(method, path, about)).toBe(name);
});

test('a client is told of every operation what it needs, and what can go wrong', () => {
  for (const { name, documented, isPublic } of readOperations(document)) {
    expect(documented, name).toMatchObject({ operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/) });
    expect(Object.keys(documented.responses ?? {}), name).toEqual(
      expect.arrayContaining(isPublic ? ['400', '500'] : ['400', '401', '403', '429', '500']),
    );
  }
});

test('what has a default may be left out of a body', () => {
  for (const { name, documented } of readOperations(document)) {
    for (const { schema } of Object.values(documented.requestBody?.content ?? {})) {
      const filledIn = Object.entries(schema.properties ?? {}).filter(([, property]) => 'default' in property);
      for (const [property] of filledIn) expect(schema.required ?? [], name).not.toContain(property);
    }
  }
});

interface Problem {
  ruleId: string;
  message: string;
}

interface Found {
  code: string;
  message: string;
  path?: string[];
}

/** What the tool says of the document; it fails where it finds something, and that is what is asked for. */
async function run(tool: string, parameters: string[]): Promise<string> {
  const program = join(project, 'node_modules', '.bin', tool);
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)(program, parameters, options).catch((error) => error);
  if (!stdout) throw new Error(`${tool} did not run: ${stderr}`);
  return stdout;
}
