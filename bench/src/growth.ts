// Whether what one account asks for takes longer the more others have: the api and the worker's firing with 10,000 todos
// and with 5,000,000 on one PostgreSQL, and for one account of 100,000. Run it on an idle machine with
// `pnpm bench growth`; `--accounts 5000` is a quick look. It takes about 8 minutes, most of them to fill the tables.
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { Client } from 'undici';
import { createPool } from '../../apps/worker/src/create-pool.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { fill, type Size } from './growth/fill.ts';
import { measureFiring } from './growth/measure-firing.ts';
import { measureRequests, requests } from './growth/measure-requests.ts';
import { readSubjects, type Subject } from './growth/subjects.ts';
import { medianOf } from './quantile.ts';
import { formatRecords, writeResults } from './report.ts';
import { type ApiProcess, startApi } from './start-api.ts';

const { values } = parseArgs({ options: { accounts: { type: 'string', default: '50000' } } });
const few: Size = { accounts: 100, todosOfEach: 100 };
const many: Size = { accounts: Number(values.accounts), todosOfEach: 100 };
const large: Size = { accounts: 1, todosOfEach: 100_000 };

const rounds = 5;
const perRound = 200;
const firingsOfRound = 20;
const target = 1.3;

/** A database and who asks for what in it. */
interface Place {
  name: string;
  client: Client;
  pool: pg.Pool;
  subjects: Subject[];
}

// nothing waits for the disk, whose share would hide what grows
const postgres = await startBenchPostgres({
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
});
const ends: (() => Promise<unknown>)[] = [];
try {
  const started = performance.now();
  const small = await openDatabase('few', [few]);
  const big = await openDatabase('many', [many, large]);
  const filledSeconds = Math.round((performance.now() - started) / 1000);
  // account 1 is the owner, who has nothing here
  const places = [
    await openPlace('few', small, { first: 2, last: few.accounts + 1, count: 100 }),
    await openPlace('many', big, { first: 2, last: many.accounts + 1, count: 100 }),
    await openPlace('large', big, { first: many.accounts + 2, last: many.accounts + 2, count: 1 }),
  ];
  await report(await measure(places), filledSeconds);
} finally {
  for (const end of ends.reverse()) await end();
  await postgres.stop();
}

async function openDatabase(name: string, sizes: Size[]): Promise<{ url: string; api: ApiProcess }> {
  const url = await postgres.createDatabase(name);
  await fill(url, sizes);
  const api = await startApi(url);
  ends.push(api.stop);
  return { url, api };
}

async function openPlace(
  name: string,
  { url, api }: { url: string; api: ApiProcess },
  which: Parameters<typeof readSubjects>[1],
): Promise<Place> {
  const pool = createPool(url, 1);
  const client = new Client(api.url);
  ends.push(
    () => client.close(),
    () => pool.end(),
  );
  return { name, client, pool, subjects: await readSubjects(pool, which) };
}

type Medians = Record<string, Record<string, number[]>>;

/** The p50 of each round, in ms, by what is asked for and by place. */
async function measure(places: readonly Place[]): Promise<Medians> {
  const found: Medians = {};
  // the first round warms up
  for (let round = 0; round <= rounds; round += 1) {
    for (const place of places) {
      for (const [name, run] of Object.entries(works(place))) {
        const p50 = medianOf(await run());
        if (round === 0) continue;
        found[name] ??= {};
        found[name][place.name] ??= [];
        found[name][place.name]?.push(p50);
      }
    }
  }
  return found;
}

function works({ client, pool, subjects }: Place): Record<string, () => Promise<number[]>> {
  const ofApi = Object.entries(requests).map(
    ([name, ask]) => [name, () => measureRequests(client, subjects, ask, perRound)] as const,
  );
  return { ...Object.fromEntries(ofApi), fire: () => measureFiring(pool, subjects, firingsOfRound) };
}

async function report(found: Medians, filledSeconds: number): Promise<void> {
  const rows = Object.entries(found).map(([what, of]) => {
    const [small, big, one] = ['few', 'many', 'large'].map((name) => medianOf(of[name] ?? []));
    const growth = (big ?? 0) / (small ?? 1);
    return { what, small: small ?? 0, big: big ?? 0, one: one ?? 0, growth, isMet: growth <= target };
  });
  const todos = (size: Size) => (size.accounts * size.todosOfEach).toLocaleString('en');
  const table = formatRecords(
    rows.map(({ what, small, big, one, growth, isMet }) => ({
      'p50, ms': what,
      [`${todos(few)} todos`]: small.toFixed(2),
      [`${todos(many)} todos`]: big.toFixed(2),
      growth: `${growth.toFixed(2)} ×`,
      [`target ≤ ${target} ×`]: isMet ? 'met' : 'missed',
      [`an account of ${todos(large)}`]: one.toFixed(2),
    })),
  );
  const results = { few, many, large, rounds, perRound, filledSeconds, rows, medians: found };
  const page = `# What one account asks for, beside few others and beside many

${table}

Accounts have ${few.todosOfEach} todos each: ${few.accounts} of them in one database, ${many.accounts.toLocaleString('en')} in the other, which also has one account of
${todos(large)}. Of both, 100 accounts ask, one request after another, over HTTP of an api process of their own; \`read\` is one
todo, \`page\` 50, \`search\` what has a word that a twentieth of the account begins with (50 at most), \`create\` a todo with a due date, \`fire\` the
worker's statement for ten reminders that are due. Medians of the p50 of ${rounds} alternating rounds of ${perRound} (${firingsOfRound} of \`fire\`) after
one that warms up. PostgreSQL has 1 GB of shared buffers, and waits for no disk, which would hide what grows. The token of the
large account, being the only one, is looked up once a second and not with each request.

Filling both databases took ${filledSeconds} s.
`;
  await writeResults('growth', { postgres: postgres.version, ...results }, page);
  console.log(page);
}
