// How long an account of 200,000 and of 1,000,000 todos takes to leave, and how much memory the api takes for it. Run it
// on an idle machine with `pnpm bench interchange`; `--todos 200000` is a quick look. It takes about 5 minutes.
import { parseArgs } from 'node:util';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { fill, tokenOf } from './growth/fill.ts';
import { type Exported, measureExport } from './interchange/measure-export.ts';
import { readPeakMb } from './process-usage.ts';
import { formatRecords, writeResults } from './report.ts';
import { startApi } from './start-api.ts';

const { values } = parseArgs({ options: { todos: { type: 'string' } } });
const sizes = values.todos?.split(',').map(Number) ?? [200_000, 1_000_000];
const formats = ['json', 'ics', 'csv'];

/** As the images have it (infra/docker/Dockerfile). */
const nodeOptions = '--max-semi-space-size=8 --max-old-space-size=256';

/** account 1 is the owner, who has nothing here */
const account = 2;

interface Measured extends Exported {
  what: string;
  todos: number;
  peakMb: number;
}

const postgres = await startBenchPostgres({ shared_buffers: '1GB', max_wal_size: '8GB' });
try {
  const measured: Measured[] = [];
  for (const todos of sizes) measured.push(...(await measureSize(postgres, todos)));
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
  const rows = measured.map(({ what, todos, seconds, bytes, peakMb }) => ({
    '': what,
    todos: todos.toLocaleString('en'),
    MB: (bytes / 1e6).toFixed(0),
    seconds: seconds.toFixed(1),
    'todos a second': Math.round(todos / seconds).toLocaleString('en'),
    'peak of the api, MB': peakMb.toFixed(0),
  }));
  const page = `# Leaving with everything

${formatRecords(rows)}

One account's todos, 2 of 3 with a due date, over HTTP to a client on the same machine that keeps nothing. Each is asked of an api
process that has done nothing before, with the options of Node's that the images have (\`${nodeOptions}\`); memory is the most
that was ever resident.
`;
  if (values.todos === undefined) await writeResults('interchange', { postgres: postgres.version, measured }, page);
  console.log(page);
}
