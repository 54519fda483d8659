import { medianOf } from '../quantile.ts';
import { formatTable } from '../report.ts';
import type { Measured } from './measure.ts';
import type { PeerName } from './peers.ts';

/** A load with so many connections, and what each round measured of each peer. */
export interface Result {
  load: string;
  connections: number;
  peers: { name: PeerName; rounds: Measured[] }[];
}

/** How many times a peer's requests a second are asked for. */
const targets: Record<string, Partial<Record<PeerName, number>>> = {
  'read one': { bare: 0.9, tutorial: 6 },
  'page of 50': { bare: 1.5, tutorial: 6 },
  create: { bare: 1.2, tutorial: 6 },
};

const columns = ['requests/s', 'Duebell is', 'target', 'p50 ms', 'p99 ms', 'CPU µs', 'PostgreSQL µs', 'memory MB'];

/** The figures of a load as a table: medians, and Duebell's requests a second as a multiple of each peer's. */
export function formatResult({ load, connections, peers }: Result): string {
  const medians = peers.map(({ name, rounds }) => ({ name, median: medianOfRounds(rounds) }));
  const ours = medians.find(({ name }) => name === 'Duebell')?.median.rate ?? 0;
  const rows = medians.map(({ name, median }) => {
    const target = targets[load]?.[name];
    const ratio = ours / median.rate;
    return [
      name,
      Math.round(median.rate).toLocaleString('en'),
      name === 'Duebell' ? '' : `${ratio.toFixed(2)} ×`,
      target === undefined ? '' : `≥ ${target} × ${ratio >= target ? '✓' : '✗'}`,
      median.p50Ms.toFixed(1),
      median.p99Ms.toFixed(1),
      median.cpuUs.toFixed(0),
      median.databaseCpuUs.toFixed(0),
      median.memoryMb.toFixed(0),
    ];
  });
  return formatTable([[`${load}, ${connections} connections`, ...columns], ...rows]);
}

function medianOfRounds(rounds: Measured[]): Measured {
  const median = (key: keyof Measured) => medianOf(rounds.map((round) => round[key]));
  return {
    rate: median('rate'),
    p50Ms: median('p50Ms'),
    p99Ms: median('p99Ms'),
    cpuUs: median('cpuUs'),
    databaseCpuUs: median('databaseCpuUs'),
    memoryMb: median('memoryMb'),
  };
}

/** The page of all results. */
export function formatPage(results: Result[], rounds: number, seconds: number): string {
  return `# The api beside other ways to write it

\`pnpm bench api\` makes this page. Every peer is a process of its own on one machine with PostgreSQL and wrk, so that what
one takes of the processors the others lack; they take turns, ${rounds} rounds of ${seconds} s each, and the figures are medians.

- **Duebell**: \`apps/api/src/server.ts\`, with authentication, validation and all of its rules; the limit of requests is off.
- **bare**: Fastify and pg alone (\`bench/src/api/bare.ts\`): named statements on the same tables, a schema for every answer,
  the same JSON. It takes the account from a header. A create inserts the same rows by two statements in a transaction.
- **MikroORM**: the same routes with entities alone (\`bench/src/api/orm.ts\`).
- **tutorial**: the tutorial's app with these four routes (\`bench/src/api/tutorial\`), Flask and SQLAlchemy under gunicorn with
  3 workers, from Debian's packages. It writes a row of its one table and knows no accounts; its page is always the same one.

There are 100,000 todos in 1,000 accounts, 50 of which ask, with a token each. All write their log from \`warn\` on, have 10
connections to PostgreSQL (Duebell 5 more for what MikroORM writes, gunicorn one for each worker), and read and write todos
chosen at random, the same for all. PostgreSQL does not wait for the disk (\`synchronous_commit\` off). CPU is that of
a request; memory is resident, and what gunicorn's processes share counts for each of them.

${results.map(formatResult).join('\n\n')}
`;
}
