import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What `pnpm --filter client pack` makes, as a program has it that knows nothing of this repository. Its dependencies are
// linked, not installed: that needs no network.

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');
const binaries = join(project, '../../node_modules/.bin');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duebell-client-'));
  const packed = join(folder, 'client.tgz');
  await run(join(binaries, 'pnpm'), ['--dir', project, 'pack', '--out', packed]);
  const modules = join(folder, 'node_modules');
  const unpacked = join(modules, '@duebell', 'client');
  await mkdir(unpacked, { recursive: true });
  await run('tar', ['--extract', '--strip-components=1', `--directory=${unpacked}`, `--file=${packed}`]);
  for (const name of ['eventsource-parser', 'openapi-fetch', 'standardwebhooks'])
    await symlink(join(project, 'node_modules', name), join(modules, name));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true }));

// the machine's own may be older than the one that all else runs with
const nodes = [process.execPath, '/usr/bin/node'].filter(existsSync);

test.each(nodes)('a program that %s runs can use it', async (node) => {
  const program = `
    import { createClient, unwrap, verifyWebhook } from '@duebell/client';
    const client = createClient({ baseUrl: 'http://localhost', fetch: async ({ url }) => Response.json({ url }) });
    console.log((await unwrap(client.GET('/api'))).url, typeof verifyWebhook);`;
  await writeFile(join(folder, 'program.js'), program);
  const { stdout } = await run(node, ['program.js'], { cwd: folder });
  expect(stdout).toBe('http://localhost/api function\n');
});

// the one that it is made with reads it in `typecheck`
test('today’s TypeScript reads its types, of which none is of Node alone', async () => {
  await writeFile(
    join(folder, 'program.ts'),
    `import { createClient, followEvents, listAll, verifyWebhook } from '@duebell/client';
     const client = createClient({ baseUrl: 'http://localhost' });
     for await (const { description } of listAll(client, '/api/v1/todos')) description.length;
     for await (const { change } of followEvents(client)) change.todo?.description.length;
     const event = verifyWebhook({ secret: '', headers: new Headers(), body: '' });
     if (event.type === 'reminder.fired') event.data.todo.description.length;
     // @ts-expect-error: misspelled
     client.POST('/api/v1/todos', { body: { descripton: 'buy milk' } });`,
  );
  const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
  const config = { compilerOptions: { ...compilerOptions, lib: ['es2022', 'dom', 'dom.iterable'] } };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, files: ['program.ts'] }));
  const { stdout } = await run(join(binaries, 'tsc'), ['-p', folder]).catch((error) => error);
  expect(stdout).toBe('');
});

test('it has what it needs, and nothing else', async () => {
  expect((await readdir(join(folder, 'node_modules/@duebell/client'))).sort()).toEqual([
    'LICENSE',
    'dist',
    'package.json',
  ]);
});
