// How long an account of 200,000 and of 1,000,000 todos takes to leave, how long 200,000 take to arrive, and how much memory
// the api takes for it. Run it on an idle machine with `pnpm bench interchange`; `--todos 200000` is a quick look, and
// `--only import` or `export` a part of it. It takes about 8 minutes.
import { parseArgs } from 'node:util';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { fill, tokenOf } from './growth/fill.ts';
import { type Exported, measureExport } from './interchange/measure-export.ts';
import { measureImport } from './interchange/measure-import.ts';
import { readPeakMb } from './process-usage.ts';
import { formatRecords, writeResults } from './report.ts';
import { startApi } from './start-api.ts';

const { values } = parseArgs({ options: { todos: { type: 'string' }, only: { type: 'string' } } });
const sizes = values.todos?.split(',').map(Number) ?? [200_000, 1_000_000];
const formats = ['json', 'ics', 'csv'];
/** more do not fit into a file of 64 MiB */
const imported = { formats: ['json', 'ics', 'todoist', 'csv'] as const, todos: Math.min(200_000, ...sizes) };

/** As the images have it (infra/docker/Dockerfile). */
const nodeOptions = '--max-semi-space-size=8 --max-old-space-size=256';

/** account 1 is the owner, who has nothing here */
const account = 2;

interface Measured extends Exported {
  what: string;
  todos: number;
  peakMb: number;
  /** how long the account is locked */
  lockedSeconds?: number;
}

const postgres = await startBenchPostgres({ shared_buffers: '1GB', max_wal_size: '8GB' });
try {
  const measured: Measured[] = [];
  if (values.only !== 'import') for (const todos of sizes) measured.push(...(await measureSize(postgres, todos)));
  if (values.only !== 'export') measured.push(...(await measureImports(postgres)));
  await report(measured);
} finally {
  await postgres.stop();
}

async function measureSize({ createDatabase }: BenchPostgres, todos: number): Promise<Measured[]> {
  const databaseUrl = await createDatabase(`todos_${todos}`);
  await fill(databaseUrl, [{ accounts: 1, todosOfEach: todos }]);
  const measured: Measured[] = [];
  for (const format of formats) {
    const exported = await withApi(databaseUrl, (url) => measureExport(url, tokenOf(account), format));
    measured.push({ what: `export, ${format}`, todos, ...exported });
  }
  return measured;
}

/** Each format into an account that has nothing, and the same file once more. */
async function measureImports({ createDatabase }: BenchPostgres): Promise<Measured[]> {
  const { todos } = imported;
  const databaseUrl = await createDatabase('imports');
  await fill(databaseUrl, [{ accounts: imported.formats.length, todosOfEach: 1 }]);
  const measured: Measured[] = [];
  for (const [i, format] of imported.formats.entries()) {
    const arrive = (url: string) => measureImport(url, tokenOf(account + i), { format, todos });
    measured.push({ what: `import, ${format}`, todos, ...(await withApi(databaseUrl, arrive)) });
    measured.push({ what: `import, ${format}, again`, todos, ...(await withApi(databaseUrl, arrive)) });
  }
  return measured;
}

/** Does something with an api that has done nothing before. */
async function withApi<T>(databaseUrl: string, work: (url: string) => Promise<T>): Promise<T & { peakMb: number }> {
  const api = await startApi(databaseUrl, { NODE_OPTIONS: nodeOptions });
  try {
    const result = await work(api.url);
    return { ...result, peakMb: await readPeakMb(api.pid) };
  } finally {
    await api.stop();
  }
}

async function report(measured: readonly Measured[]): Promise<void> {
  const rows = measured.map(({ what, todos, seconds, bytes, peakMb, lockedSeconds }) => ({
    '': what,
    todos: todos.toLocaleString('en'),
    MB: (bytes / 1e6).toFixed(0),
    seconds: seconds.toFixed(1),
    'todos a second': Math.round(todos / seconds).toLocaleString('en'),
    'locked, seconds': lockedSeconds?.toFixed(1) ?? '',
    'peak of the api, MB': peakMb.toFixed(0),
  }));
  const page = `# Leaving with everything, and arriving

${formatRecords(rows)}

One account's todos, 2 of 3 with a due date, over HTTP to a client on the same machine that keeps nothing. Each is asked of an api
process that has done nothing before, with the options of Node's that the images have (\`${nodeOptions}\`); memory is the most
that was ever resident.

Imports come into an account that has one todo; JSON is sent with gzip, and holds all that an export does. The account is locked
while todos are published, all of them in one transaction: its other writes wait for that, its reads do not.
`;
  if (values.todos === undefined && values.only === undefined)
    await writeResults('interchange', { postgres: postgres.version, measured }, page);
  console.log(page);
}
