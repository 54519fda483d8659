import { stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { LocalPostgresError, localDir, openLocalDatabase } from '../index.ts';
import { findPostmaster } from '../src/find-postmaster.ts';
import { makeScratchDir, shareScratchDir } from './make-scratch-dir.ts';
import { query } from './query.ts';

const dir = join(shareScratchDir(), 'local');

test('keeps its things to the user and its password for the next time', async () => {
  const first = await openLocalDatabase({ localDir: dir, exclusive: true });
  expect(await query(first.url, 'select current_user || current_database()')).toBe('duebellduebell');
  expect(await query(first.url, `select current_setting('fsync')`)).toBe('on');
  await first.stop();
  const second = await openLocalDatabase({ localDir: dir, exclusive: true });
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
  await second.stop();
  const modes = await Promise.all(
    ['.', 'postgres', 'postgres.log', 'postgres-password'].map((n) => stat(join(dir, n))),
  );
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600', '600']);
});

test('lets one exclusive user in, and others beside it', async () => {
  const first = await openLocalDatabase({ localDir: dir, exclusive: true });
  const second = openLocalDatabase({ localDir: dir, exclusive: true });
  await expect(second).rejects.toThrow(LocalPostgresError);
  await expect(second).rejects.toThrow(`Duebell is already running on ${dir}`);
  expect(await query(first.url, 'select 1')).toBe(1);

  const beside = await openLocalDatabase({ localDir: dir, exclusive: false });
  expect(beside.url).toBe(first.url);
  await first.stop();
  const next = await openLocalDatabase({ localDir: dir, exclusive: true });
  expect(next.url).toBe(first.url);
  await beside.stop();
  await next.stop();
  expect(await findPostmaster(join(dir, 'postgres'))).toBeUndefined();
});

test('of two exclusive ones that start at once, one is let in', async () => {
  const open = () => openLocalDatabase({ localDir: dir, exclusive: true });
  const outcomes = await Promise.allSettled([open(), open()]);
  const opened = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(opened).toHaveLength(1);
  expect(await query(opened[0]?.value.url ?? '', 'select 1')).toBe(1);
  await opened[0]?.value.stop();
});

test('refuses a folder that cannot be', async () => {
  const file = join(makeScratchDir(), 'file');
  await writeFile(file, '');
  const open = openLocalDatabase({ localDir: join(file, 'local'), exclusive: true });
  await expect(open).rejects.toThrow(LocalPostgresError);
  await expect(open).rejects.toThrow(/ENOTDIR.*LOCAL_DIR$/);
});

test('localDir is .local in the repository unless LOCAL_DIR says otherwise', () => {
  const root = resolve(import.meta.dirname, '../../..');
  expect(localDir({})).toBe(join(root, '.local'));
  expect(localDir({ LOCAL_DIR: '' })).toBe(join(root, '.local'));
  expect(localDir({ LOCAL_DIR: 'elsewhere' })).toBe(join(root, 'elsewhere'));
  expect(localDir({ LOCAL_DIR: '/var/duebell' })).toBe('/var/duebell');
});
