import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { programEnv, until } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { addToken, browse, password } from './person.ts';

// each command is a process of its own, which takes a second, and several beside other tests
const patience = 120_000;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

function account(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../src/account-cli.ts'), ...parameters],
    // no terminal: nobody can be asked
    {
      env: programEnv({ DATABASE_URL: api.database.appUrl, PUBLIC_URL: api.url }),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { status, out: stdout, err: stderr };
}

test(
  'help names every command; a wrong command line is one line and 2',
  () => {
    for (const parameters of [[], ['list', '--help']]) {
      const { status, out } = account(...parameters);
      expect(status).toBe(0);
      for (const command of ['create', 'list', 'invite', 'reset-password', 'disable', 'enable', 'delete'])
        expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    const wrong: [string[], RegExp][] = [
      [['fly'], /^there is no command fly: see --help\n$/],
      [['toString'], /^there is no command toString: see --help\n$/],
      [['disable'], /^account disable takes an e-mail address or an id: see --help\n$/],
      [['list', '--what'], /^Unknown option '--what'.*\n$/],
      [['create', 'a@example.com', '--time-zone', 'Mars'], /^Mars is no time zone\n$/],
    ];
    for (const [parameters, err] of wrong)
      expect(account(...parameters)).toEqual({ status: 2, out: '', err: expect.stringMatching(err) });
  },
  patience,
);

test(
  'an account is made, gets its password by a link, is disabled, enabled and deleted',
  async () => {
    const email = 'cli@example.com';
    const made = account('create', 'Cli@example.com', '--name', 'Cli', '--time-zone', 'Europe/Berlin');
    expect(made).toMatchObject({ status: 0, err: '' });
    const link = new URL(made.out.trim());
    expect(link.origin).toBe(api.url);
    const person = browse(api, email);
    expect((await person.send('PUT', link.pathname, { password })).status).toBe(204);
    const { body: session } = await person.signIn();
    expect(session.current).toBe(true);
    expect(account('create', email)).toEqual({ status: 1, out: '', err: `there is an account ${email} already\n` });

    const list = JSON.parse(account('list', '--json').out);
    expect(list).toMatchObject([
      { id: 1, email: null },
      { email, name: 'Cli', time_zone: 'Europe/Berlin', state: 'active' },
    ]);
    const { id } = list[1];
    expect(account('list').out).toMatch(new RegExp(`^${id} +${email} +Cli +active +0 `, 'm'));

    const token = await addToken(api, id, ['read']);
    const read = () => api.sendBare('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` });
    expect((await read()).status).toBe(200);
    expect(account('disable', email)).toEqual({ status: 0, out: `account ${id} is disabled\n`, err: '' });
    const disabled = performance.now();
    await until('a second later', () => performance.now() - disabled > 1000);
    expect((await read()).status).toBe(401);
    expect((await person.send('GET', '/api/v1/me')).status).toBe(401);
    expect((await person.signIn()).status).toBe(401);
    expect(account('enable', String(id), '--json').out).toContain('"disabled": false');
    expect((await read()).status).toBe(200);
    expect((await person.send('GET', '/api/v1/me/events')).body.data.slice(0, 3)).toMatchObject([
      { type: 'account.enabled', address: null },
      { type: 'password.refused', address: person.address },
      { type: 'account.disabled', address: null },
    ]);

    const reset = account('reset-password', email);
    expect(
      (await person.send('PUT', new URL(reset.out.trim()).pathname, { password: 'another one entirely' })).status,
    ).toBe(204);
    expect((await person.signIn('another one entirely')).status).toBe(201);

    expect(account('delete', email)).toEqual({ status: 1, out: '', err: 'nothing was changed: add --yes to go on\n' });
    expect(account('delete', email, '--yes')).toEqual({ status: 0, out: `account ${id} is deleted\n`, err: '' });
    expect(account('delete', email, '--yes')).toMatchObject({ status: 1, err: `there is no account ${email}\n` });
  },
  patience,
);

test('an invitation from the command line lets one person in', async () => {
  const { out } = account('invite');
  const path = new URL(out.trim()).pathname;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = `email=invited@example.com&password=${password}`;
  expect((await browse(api).send('POST', path, body, headers)).status).toBe(201);
});

test('the owner can neither be deleted nor disabled', () => {
  expect(account('delete', '1', '--yes')).toMatchObject({ status: 1, out: '' });
  expect(account('disable', '1')).toMatchObject({ status: 1, out: '' });
  expect(account('reset-password', '1')).toMatchObject({ status: 1, err: expect.stringContaining('OWNER_EMAIL') });
});

test('a database that cannot be used is one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../src/account-cli.ts'), 'list'], {
    env: programEnv({ DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/d' }),
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^cannot use the database at 127\.0\.0\.1:1\/d: .*\n$/);
  expect(stderr).not.toContain('hunter2');
});
