// Our worker beside pg-boss and graphile-worker, on one PostgreSQL in one run: how many messages a second when all are due
// at once, how late they are when few are, and how soon another worker takes over from a killed one. Run it on an idle
// machine with `pnpm bench worker`; `--rounds 1` is a quick look. It takes about 9 minutes.
import { parseArgs } from 'node:util';
import { startBenchPostgres } from './bench-postgres.ts';
import { duebell } from './worker/duebell.ts';
import { gatheringGraphileWorker, graphileWorker } from './worker/graphile-worker.ts';
import { measureLateness } from './worker/measure-lateness.ts';
import { measureRecovery } from './worker/measure-recovery.ts';
import { measureThroughput, type Throughput } from './worker/measure-throughput.ts';
import { pgBoss, quickToRecover } from './worker/pg-boss.ts';
import { startReceiver } from './worker/receiver.ts';
import { createStages, type Stage } from './worker/stage.ts';
import { type Burst, type Trickle, writePage } from './worker/write-page.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const count = 20_000;
const perSecond = 50;
const secondsOfRound = 10;
const patienceMs = 60_000;

const postgres = await startBenchPostgres({ shared_buffers: '1GB', max_wal_size: '8GB', max_connections: '300' });
const receiver = await startReceiver();
try {
  const contenders = [duebell(1), duebell(100), pgBoss, graphileWorker, gatheringGraphileWorker];
  const stages = new Map<string, () => Promise<Stage>>();
  for (const each of [...contenders, quickToRecover]) stages.set(each.name, await createStages(postgres, each));
  const open = (name: string) => stages.get(name)?.() ?? Promise.reject(new Error(`no stage for ${name}`));

  const bursts: Burst[] = [];
  const lateness: Trickle[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const noOp of [true, false]) {
      for (const { name } of contenders) {
        const found = await measureBurst(() => open(name), noOp);
        bursts.push({ name, noOp, ...found });
        console.error(`round ${round}, ${noOp ? 'no-op' : 'HTTP'}: ${name} ${Math.round(found.perSecond)}/s`);
      }
    }
    for (const name of [duebell(1), pgBoss, graphileWorker].map((each) => each.name)) {
      const found = await on(await open(name), (stage) =>
        measureLateness(stage, receiver, { perSecond, seconds: secondsOfRound }),
      );
      lateness.push({ name, ms: found });
    }
  }
  // they wait, most of the time: together
  const recovering = [duebell(1), pgBoss, quickToRecover, graphileWorker].map(async ({ name }) => {
    const seconds = await on(await open(name), (stage) => measureRecovery(stage, patienceMs));
    return { name, seconds };
  });
  const recovery = await Promise.all(recovering);
  await writePage(
    { count, rounds, perSecond, secondsOfRound, patienceMs, contenders: [...contenders, quickToRecover] },
    { bursts, lateness, recovery },
    postgres.version,
  );
} finally {
  await receiver.stop();
  await postgres.stop();
}

/** Once more with more time to write all of them, where that took too long. */
async function measureBurst(open: () => Promise<Stage>, noOp: boolean): Promise<Throughput> {
  for (let leadMs = 6000; ; leadMs *= 2) {
    const found = await on(await open(), (stage) => measureThroughput(stage, receiver, { count, noOp, leadMs }));
    if (found) return found;
  }
}

async function on<T>(stage: Stage, work: (stage: Stage) => Promise<T>): Promise<T> {
  try {
    return await work(stage);
  } finally {
    await stage.end();
  }
}
