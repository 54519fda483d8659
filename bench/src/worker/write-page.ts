import { medianOf, quantile } from '../quantile.ts';
import { formatRecords, writeResults } from '../report.ts';
import type { Contender } from './contender.ts';
import type { Throughput } from './measure-throughput.ts';

/** A round of one contender. */
export type Burst = Throughput & { name: string; noOp: boolean };

export interface Trickle {
  name: string;
  /** how late each message of a round was */
  ms: number[];
}

interface Settings {
  count: number;
  rounds: number;
  perSecond: number;
  secondsOfRound: number;
  patienceMs: number;
  contenders: readonly Contender[];
}

interface Found {
  bursts: readonly Burst[];
  lateness: readonly Trickle[];
  /** undefined where it took longer than the patience */
  recovery: { name: string; seconds: number | undefined }[];
}

const targets = { ratio: 1.15, latenessP99: 25, recovery: 35 };
const isOurs = (name: string) => name.startsWith('Duebell');
const judge = (name: string, isMet: boolean) => (isOurs(name) ? (isMet ? 'met' : 'missed') : '');

/** Writes what was found, with the ratios to the better peer and whether the targets are met. */
export async function writePage(settings: Settings, found: Found, postgresVersion: string): Promise<void> {
  const { count, rounds, perSecond, secondsOfRound, contenders } = settings;
  const names = [...new Set(found.bursts.map(({ name }) => name))];
  const results = {
    postgres: postgresVersion,
    settings: { ...settings, contenders: contenders.map(({ name, setup, options }) => ({ name, setup, options })) },
    targets,
    ...found,
    lateness: found.lateness.map(({ name, ms }) => ({ name, ...summarise(ms) })),
  };
  const page = `# Our worker beside pg-boss and graphile-worker

## ${count.toLocaleString('en')} messages due at one moment

Messages a second, from that moment until all have arrived and nothing is left to be written down; medians of ${rounds}
alternating rounds. The ratio is that to the better peer. Processor time is that of the worker and of PostgreSQL for one message.

${burstTable(names, found.bursts)}

## Lateness at ${perSecond} a second

How many ms after its moment a message has arrived: ${perSecond * secondsOfRound} at random moments within ${secondsOfRound} s; medians of ${rounds} alternating rounds.

${latenessTable(found.lateness)}

## A killed worker

SIGKILL while 20 sends wait for an answer, and another worker at once: until all 20 have arrived again.

${recoveryTable(found.recovery, settings.patienceMs)}

## How

Each worker is a process of its own; PostgreSQL (1 GB of shared buffers, waiting for the disk), the receiver and this benchmark are others, on the same
machine. All messages are written before their moment. Each round has a new database, analysed before it begins. The receiver takes what it is sent
at once.

${contenders.map(({ name, setup }) => `- **${name}**: ${setup}.`).join('\n')}

The two libraries send with our own code (signature, guarded connections, time limit) and write the row that our log has for each
attempt: pg-boss one statement for a batch, graphile-worker one for a job, or gathered. Their jobs hold the finished message, and are in their queue
before the clock starts. Duebell queues a delivery when its reminder fires, tells clients that follow the account's changes, and makes the message of the
todo as it is then, so that an edit until then counts. \`no-op\` sends nothing: what is left is the queue and the log. Duebell sends at most
50 messages to one receiver at a time; the others do not tell receivers apart, and a batch of pg-boss waits for its slowest.
`;
  await writeResults('worker', results, page);
  console.log(page);
}

function burstTable(names: readonly string[], bursts: readonly Burst[]): string {
  const of = (name: string, noOp: boolean) => bursts.filter((each) => each.name === name && each.noOp === noOp);
  const rate = (name: string, noOp: boolean) => medianOf(of(name, noOp).map(({ perSecond }) => perSecond));
  const best = (noOp: boolean) => Math.max(...names.filter((name) => !isOurs(name)).map((name) => rate(name, noOp)));
  return formatRecords(
    names.map((name) => {
      const [noOp, http] = [rate(name, true), rate(name, false)];
      const time = (field: 'workerMs' | 'postgresMs') =>
        medianOf(of(name, false).map((each) => each[field])).toFixed(3);
      return {
        '': name,
        'HTTP/s': Math.round(http),
        ratio: `${(http / best(false)).toFixed(2)} ×`,
        [`target ≥ ${targets.ratio} ×`]: judge(name, http >= targets.ratio * best(false)),
        'no-op/s': Math.round(noOp),
        'ratio (no-op)': `${(noOp / best(true)).toFixed(2)} ×`,
        'worker, ms (HTTP)': time('workerMs'),
        'PostgreSQL, ms (HTTP)': time('postgresMs'),
      };
    }),
  );
}

function latenessTable(lateness: readonly Trickle[]): string {
  const rounds = Map.groupBy(lateness, ({ name }) => name);
  return formatRecords(
    Array.from(rounds, ([name, of]) => {
      const summaries = of.map(({ ms }) => summarise(ms));
      const p99 = medianOf(summaries.map((each) => each.p99));
      return {
        '': name,
        'p50 ms': medianOf(summaries.map((each) => each.p50)).toFixed(1),
        'p99 ms': p99.toFixed(1),
        'last ms': medianOf(summaries.map((each) => each.last)).toFixed(1),
        [`target p99 ≤ ${targets.latenessP99} ms`]: judge(name, p99 <= targets.latenessP99),
      };
    }),
  );
}

function summarise(lateness: readonly number[]) {
  return { p50: quantile(lateness, 0.5), p99: quantile(lateness, 0.99), last: quantile(lateness, 1) };
}

function recoveryTable(recovery: Found['recovery'], patienceMs: number): string {
  return formatRecords(
    recovery.map(({ name, seconds }) => ({
      '': name,
      seconds: seconds?.toFixed(1) ?? `> ${patienceMs / 1000}`,
      [`target ≤ ${targets.recovery} s`]: judge(name, (seconds ?? Number.POSITIVE_INFINITY) <= targets.recovery),
    })),
  );
}
