import { makeSecretToken, OWNER_ID } from 'db/sql';
import { TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type Account,
  addAccount,
  addActionLink,
  addFeed,
  addInvitation,
  addReset,
  addSession,
  addToken,
  type Rows,
  readRows,
  readRowsText,
  readTables,
  spreadIds,
} from './account.ts';
import { startApi, type TestApi } from './api.ts';
import {
  fill,
  type Operation,
  type Reference,
  readOperations,
  referencesIn,
  type Sample,
  samplesOf,
} from './operations.ts';
import { type Answer, bearer, type Credential, cookie, idFor, type Stage, send, settleIn } from './sending.ts';

// Every operation of the OpenAPI document is tried on the rows of an account by everybody but that account. Operations
// are found in the document and tables in the catalog: a new one is covered, or a test says what it lacks.

/** In every text of the account, and in those of whoever tries. */
const [victimMark, strangerMark] = ['mark-of-the-victim', 'mark-of-the-stranger'];
/** Ids begin here; no other number in an answer is as large. */
const firstId = 1_000_000;

let api: TestApi;
let stage: Stage;
let victim: Account;
/** what the victim has, and has to have afterwards */
let rows: Rows;
/** the same, to see at a glance that they are as they were */
let rowsText: string;
/** tokens of the victim, by the scope that they lack */
let lacking: Record<string, string>;
/** who signs in in the examples of the document, with the hash of that password */
let example: { email: string; hash: string };

beforeAll(async () => {
  api = await startApi();
  const { pool } = api.database;
  const operations = readOperations((await api.send('GET', '/api/openapi.json')).body);
  stage = { ...api, operations, tables: await readTables(pool) };
  await spreadIds(pool, firstId);
  example = await readExample();
  victim = await addAccount(pool, victimMark);
  lacking = {
    read: await addToken(pool, victim, { scopes: ['write', 'admin'] }),
    write: await addToken(pool, victim, { scopes: ['read', 'admin'] }),
    admin: await addToken(pool, victim, { scopes: ['read', 'write'] }),
  };
  await settleIn(stage, victim, await byToken(victim));
  // the same hash: nobody may be told apart by that alone
  await pool.query('update users set password_hash = $1 where id = $2', [example.hash, victim.id]);
  rows = await rowsOf(victim);
  rowsText = await readRowsText(pool, stage.tables, victim);
});
afterAll(() => api.close());

// here, more people sign in from one address than may
beforeEach(() => api.database.pool.query('delete from rate_limits'));

test('the account has something in every table', () => {
  const empty = stage.tables.filter((table) => rows[table]?.length === 0);
  expect(empty, 'addWhatNoPostMakes has to add a row to each of these').toEqual([]);
});

test('these operations are public, and no others', () => {
  expect(stage.operations.filter(({ isPublic }) => isPublic).map(({ name }) => name)).toEqual([
    'GET /api',
    'GET /livez',
    'GET /readyz',
    'POST /api/v1/accounts',
    'GET /api/v1/accounts/by-invitation/{token}',
    'POST /api/v1/accounts/by-invitation/{token}',
    'POST /api/v1/sessions',
    'POST /api/v1/password-resets',
    'PUT /api/v1/password-resets/{token}',
    'GET /api/v1/password-resets/{token}',
    'POST /api/v1/password-resets/{token}',
    'GET /api/v1/feeds/{token}.ics',
    'GET /api/v1/actions/{token}',
    'POST /api/v1/actions/{token}',
  ]);
});

/** Operations that a secret in the path opens; for the others, `{token}` is none. */
const secrets: Record<string, typeof addReset> = {
  '/api/v1/accounts/by-invitation/{token}': addInvitation,
  '/api/v1/actions/{token}': addActionLink,
  '/api/v1/feeds/{token}.ics': addFeed,
  '/api/v1/password-resets/{token}': addReset,
};

const stranger = (shut?: 'disabled_at' | 'deleted_at') => addAccount(api.database.pool, strangerMark, shut);
const owner = async () => ({ id: OWNER_ID, mark: strangerMark });
const byToken = async (account: Account) => bearer(await addToken(api.database.pool, account));
const bySession = async (account: Account) => cookie(await addSession(api.database.pool, account));

test.each([
  ['another account, with a token,', stranger, byToken],
  ['another account, signed in,', stranger, bySession],
  ['the owner of the server', owner, byToken],
])(
  '%s reaches nothing of the account by any operation',
  async (_, arrive, prove) => {
    // who only reads does so for all operations that do
    const reader = await arrive();
    for (const operation of stage.operations) {
      for (const sample of samplesOf(operation, strangerMark)) {
        // anew each time: there are operations that end the credential or the account
        const account = operation.method === 'GET' ? reader : await arrive();
        const token = await secrets[operation.path]?.(api.database.pool, account);
        const opening = token === undefined ? sample : { ...sample, path: { token } };
        await tryToReach(operation, opening, account, await prove(account));
      }
    }
  },
  120_000,
);

/** who has something of everything */
const settled = new WeakSet<Account>();

/** Sends the sample with each of its ids in turn being the victim's, and then with all of them being one's own. */
async function tryToReach(operation: Operation, sample: Sample, account: Account, credential: Credential) {
  const headers = { ...credential, 'user-agent': account.mark };
  const references = referencesIn(sample);
  if (references.length > 0 && !settled.has(account)) {
    await settleIn(stage, account, headers);
    settled.add(account);
  }
  await becomeExample(account);
  const own = await rowsOf(account);

  for (const reference of references) {
    const foreign = fill(sample, (each) => demandId(operation, each, each === reference ? rows : own));
    const answer = await send(stage, operation, foreign, headers);
    const what = `${operation.name} with another account's ${reference.at} answered ${answer.status} ${answer.text}`;
    expect(answer.status, what).toBe(404);
    await demandSecrecy(what, answer, account, own);
  }
  const mine = fill(sample, (each) => demandId(operation, each, own));
  const answer = await send(stage, operation, mine, headers);
  const what = `${operation.name} with nothing but one's own answered ${answer.status} ${answer.text}`;
  // an operation that does not find one's own rows would say nothing by not finding another's
  const refusals = references.length > 0 ? [403, 409] : operation.isPublic ? [401, 403, 404, 409] : [403, 404, 409];
  expect(answer.status < 300 || refusals.includes(answer.status), what).toBe(true);
  await demandSecrecy(what, answer, account, own);
}

/** That an answer tells `account` nothing of any other, and that the victim's rows are as they were. */
async function demandSecrecy(what: string, { text, json }: Answer, account: Account, before: Rows): Promise<void> {
  expect(text, what).not.toContain(victimMark);
  const ids = numbersIn(json).filter((number) => number >= firstId);
  if (ids.length > 0) {
    const own = new Set([...numbersIn(before), ...numbersIn(await rowsOf(account))]);
    const foreign = ids.filter((id) => !own.has(id));
    expect(foreign, `ids of others: ${what}`).toEqual([]);
  }
  await demandUntouched(what);
}

async function demandUntouched(what: string): Promise<void> {
  if ((await readRowsText(api.database.pool, stage.tables, victim)) === rowsText) return;
  expect(await rowsOf(victim), `rows of another account: ${what}`).toEqual(rows);
  expect.unreachable(`rows of another account were changed, and changed back: ${what}`);
}

test.each<[string, () => Credential | Promise<Credential>]>([
  ['nothing', () => ({})],
  ['an empty token', () => bearer('')],
  ['a token of another scheme', () => ({ authorization: `Basic ${TEST_OWNER_TOKEN}` })],
  ['a token twice', () => bearer(`${TEST_OWNER_TOKEN} ${TEST_OWNER_TOKEN}`)],
  ['half of a token', () => bearer(TEST_OWNER_TOKEN.slice(0, -1))],
  ['a token with a typing error', async () => mistyped(await byToken(await stranger()))],
  ['a token that is not known', () => bearer(makeSecretToken('api'))],
  ['a token that is over', async () => bearer(await addToken(api.database.pool, await stranger(), { days: -1 }))],
  ['a token that was revoked', revoked],
  ['a token of a disabled account', async () => byToken(await stranger('disabled_at'))],
  ['a token of a deleted account', async () => byToken(await stranger('deleted_at'))],
  ['a token as a session', async () => cookie(await addToken(api.database.pool, await stranger()))],
  ['a session as a token', async () => bearer(await addSession(api.database.pool, await stranger()))],
  ['a session with a typing error', async () => mistyped(await bySession(await stranger()))],
  ['a session that is not known', () => cookie(makeSecretToken('session'))],
  ['a session that is over', async () => cookie(await addSession(api.database.pool, await stranger(), -1))],
  ['a session that was ended', ended],
  ['a session of a disabled account', async () => bySession(await stranger('disabled_at'))],
  ['a session of a deleted account', async () => bySession(await stranger('deleted_at'))],
])('%s opens nothing that is not public', async (_, present) => {
  const credential = await present();
  await forEachClosed(async (operation, sample) => {
    // the document does not name HEAD, which goes where GET goes
    for (const method of operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method]) {
      const { status, headers, json } = await send(stage, { ...operation, method }, sample, credential);
      expect(status, operation.name).toBe(401);
      expect(headers.get('www-authenticate'), operation.name).toBe('Bearer');
      if (method !== 'HEAD') expect(json, operation.name).toMatchObject({ code: 'unauthorized' });
    }
  });
});

test('a token without the scope that the document names is refused', async () => {
  await forEachClosed(async (operation, sample) => {
    const { name, scope = '' } = operation;
    expect(Object.keys(lacking), `${name} names a scope`).toContain(scope);
    const { status, headers, json } = await send(stage, operation, sample, bearer(lacking[scope] ?? ''));
    expect({ status, json }, name).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
    expect(headers.get('www-authenticate'), name).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
  });
});

/** Calls with what would be a good request of the victim to every operation that is not public; it must change nothing. */
async function forEachClosed(call: (operation: Operation, sample: Sample) => Promise<void>): Promise<void> {
  for (const operation of stage.operations.filter(({ isPublic }) => !isPublic)) {
    const [sample] = samplesOf(operation, victimMark);
    await call(
      operation,
      fill(sample, (each) => demandId(operation, each, rows)),
    );
    await demandUntouched(operation.name);
  }
}

/** A token after it was used, as it is remembered then, and revoked. */
async function revoked(): Promise<Credential> {
  const token = await byToken(await stranger());
  const list = await fetch(`${api.url}/api/v1/tokens`, { headers: token });
  const { data } = (await list.json()) as { data: { id: number }[] };
  const { status } = await fetch(`${api.url}/api/v1/tokens/${data[0]?.id}`, { method: 'DELETE', headers: token });
  expect(status).toBe(204);
  return token;
}

/** A session after it was used and ended. */
async function ended(): Promise<Credential> {
  const session = await bySession(await stranger());
  const { status } = await fetch(`${api.url}/api/v1/sessions/current`, { method: 'DELETE', headers: session });
  expect(status).toBe(204);
  return session;
}

function mistyped(credential: Credential): Credential {
  const swapLast = (text: string) => text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a');
  return Object.fromEntries(Object.entries(credential).map(([name, value]) => [name, swapLast(value)]));
}

function rowsOf(account: Account): Promise<Rows> {
  return readRows(api.database.pool, stage.tables, account);
}

function demandId({ name }: Operation, reference: Reference, from: Rows): number {
  const id = idFor(stage.tables, reference, from);
  const lack = `${name}: no row for its ${reference.at}: addWhatNoPostMakes has to add one to a table named like it`;
  if (id === undefined) throw new Error(`${lack}, such as ${reference.nouns.join(' or ')}`);
  return id;
}

/** Every number in a JSON value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** The e-mail address and the password of the document's examples; the hash as the api makes it. */
async function readExample(): Promise<typeof example> {
  const signIn = stage.operations.find(({ name }) => name === 'POST /api/v1/sessions');
  const { email, password } = (signIn && samplesOf(signIn, '')[0].body) as { email: string; password: string };
  const account = await stranger();
  const headers = { ...(await byToken(account)), 'content-type': 'application/json' };
  const body = JSON.stringify({ password });
  const { status } = await fetch(`${api.url}/api/v1/me/password`, { method: 'PUT', headers, body });
  expect(status).toBe(204);
  const query = 'select password_hash from users where id = $1';
  const found = await api.database.pool.query<{ password_hash: string }>(query, [account.id]);
  return { email, hash: found.rows[0]?.password_hash ?? '' };
}

/** Lets the account be who signs in in the examples, so that public operations and those that ask for the password work, too. */
async function becomeExample({ id }: Account): Promise<void> {
  const { pool } = api.database;
  await pool.query('update users set email = null where email = $1', [example.email]);
  await pool.query('update users set email = $1, password_hash = $2 where id = $3', [example.email, example.hash, id]);
}
