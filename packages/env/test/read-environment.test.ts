import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { databaseUrl, EnvironmentError, flag, logLevel, port, readEnvironment } from '../index.ts';

const schema = Type.Object({
  DATABASE_URL: databaseUrl,
  API_PORT: Type.Integer({ ...port, default: 3000 }),
  LOG_LEVEL: logLevel('info'),
  ALLOW_PRIVATE_TARGETS: flag(false),
});

test('fills in defaults, converts text, and leaves out what it was not asked for', () => {
  const settings = readEnvironment(schema, {
    DATABASE_URL: 'postgresql://a:b@c/d',
    ALLOW_PRIVATE_TARGETS: '1',
    HOME: '/root',
  });
  expect(settings).toEqual({
    DATABASE_URL: 'postgresql://a:b@c/d',
    API_PORT: 3000,
    LOG_LEVEL: 'info',
    ALLOW_PRIVATE_TARGETS: true,
  });
  expect(Object.isFrozen(settings)).toBe(true);
});

test('an empty variable counts as unset', () => {
  expect(readEnvironment(schema, { DATABASE_URL: 'postgresql://a/b', API_PORT: '' }).API_PORT).toBe(3000);
});

test('names every bad variable at once, a line each, and shows no value', () => {
  const read = () =>
    readEnvironment(schema, { API_PORT: '70000', LOG_LEVEL: 'loud', ALLOW_PRIVATE_TARGETS: 'hunter2' });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(
    [
      'DATABASE_URL is not set: it must be a PostgreSQL URL such as postgresql://user:password@host:5432/database',
      'API_PORT must be a port from 1 to 65535',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      'ALLOW_PRIVATE_TARGETS must be true or false (or 1 or 0)',
    ].join('\n'),
  );
});

test('what a schema cannot tell, and files that are not there, are named at once with the rest', () => {
  const checks = [
    { name: 'DATABASE_URL', fits: URL.canParse, expected: 'an address' },
    { name: 'LOG_LEVEL', fits: (level: string) => level !== 'trace', expected: 'quieter' },
  ] as const;
  const read = (environment: Record<string, string>) => readEnvironment(schema, environment, checks);
  expect(() =>
    read({
      DATABASE_URL: 'postgresql://a:b@c:99999/d',
      LOG_LEVEL: 'trace',
      API_PORT: 'http',
      ALLOW_PRIVATE_TARGETS_FILE: '/',
    }),
  ).toThrow(
    /^ALLOW_PRIVATE_TARGETS_FILE cannot be read: .*\nAPI_PORT must be a port from 1 to 65535\nDATABASE_URL must be an address\nLOG_LEVEL must be quieter$/,
  );
  expect(() => read({ DATABASE_URL: 'mysql://a' })).toThrow(/^DATABASE_URL must be a PostgreSQL URL[^\n]*$/);
  expect(read({ DATABASE_URL: 'postgresql://a/b' }).LOG_LEVEL).toBe('info');
});

test('a variable can stand in a file; an empty file counts as unset', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duebell-env-'));
  const [url, empty] = [join(folder, 'url'), join(folder, 'empty')];
  await writeFile(url, 'postgresql://a:hunter2@c/d\n');
  await writeFile(empty, '\n');
  const read = (environment: Record<string, string>) => readEnvironment(schema, environment);
  expect(read({ DATABASE_URL_FILE: url, API_PORT_FILE: empty, LOG_LEVEL_FILE: '' })).toMatchObject({
    DATABASE_URL: 'postgresql://a:hunter2@c/d',
    API_PORT: 3000,
    LOG_LEVEL: 'info',
  });
  expect(() => read({ DATABASE_URL_FILE: url, LOG_LEVEL_FILE: url })).toThrow(
    /^LOG_LEVEL must be one of fatal.*silent$/,
  );
  expect(() => read({ DATABASE_URL_FILE: join(folder, 'gone'), API_PORT: '1', API_PORT_FILE: empty })).toThrow(
    /^DATABASE_URL_FILE cannot be read: ENOENT.*\nAPI_PORT and API_PORT_FILE are both set: leave out one of them$/,
  );
  await rm(folder, { recursive: true });
});
