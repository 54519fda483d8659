// Duebell's api beside other ways to write it, under load by wrk. Run it with `pnpm bench api`; `--quick` measures one round
// of a second with 16 connections and keeps nothing, `--only 'read one,create'` measures these loads and prints them.
import { parseArgs } from 'node:util';
import { checkPeer } from './api/check-peer.ts';
import { fillDuebell, fillTutorial, settle } from './api/data.ts';
import { measure } from './api/measure.ts';
import { formatPage, formatResult, type Result } from './api/page.ts';
import { type Peer, startDuebell, startProgram, startTutorial } from './api/peers.ts';
import { wrkVersion } from './api/run-wrk.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { writeResults } from './report.ts';

// what only reads comes first, and what adds rows last
const allLoads = ['read one', 'page of 50', 'patch', 'create'];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const rounds = values.quick ? 1 : Number(values.rounds);
const seconds = values.quick ? 1 : Number(values.seconds);
const loads = values.only?.split(',') ?? allLoads;
const allConnections = values.quick ? [16] : [16, 256];

const unknown = loads.find((load) => !allLoads.includes(load));
if (unknown !== undefined) throw new Error(`there is no load ${unknown}, only ${allLoads.join(', ')}`);

const wrk = wrkVersion();
if (!wrk) throw new Error('wrk is missing: apt-get install wrk');
const postgres = await startBenchPostgres({
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  // the disk is not what is compared, and nothing is cleared up but between the loads
  synchronous_commit: 'off',
  autovacuum: 'off',
});
const peers: Peer[] = [];
try {
  await startPeers(postgres);
  const results: Result[] = [];
  for (const load of loads) results.push(...(await measureLoad(load)));
  const isWhole = !values.quick && values.only === undefined;
  if (isWhole)
    await writeResults(
      'api',
      { postgres: postgres.version, wrk, rounds, seconds, results },
      formatPage(results, rounds, seconds),
    );
} finally {
  await Promise.all(peers.map((peer) => peer.stop()));
  await postgres.stop();
}

async function startPeers({ url, createDatabase }: BenchPostgres): Promise<void> {
  await fillDuebell(url);
  const duebell = await startDuebell(url);
  peers.push(duebell, await startProgram('bare', 'bare.ts', url), await startProgram('MikroORM', 'orm.ts', url));
  const tutorialUrl = await createDatabase('tutorial');
  await fillTutorial(tutorialUrl);
  const tutorial = await startTutorial(tutorialUrl);
  if (tutorial) peers.push(tutorial);
  else
    console.log(
      "without the tutorial's app: apt-get install gunicorn python3-flask python3-flask-sqlalchemy python3-psycopg2",
    );
  for (const peer of peers) await checkPeer(peer, duebell);
}

async function measureLoad(load: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const connections of allConnections) {
    for (const url of new Set(peers.map(({ databaseUrl }) => databaseUrl))) await settle(url);
    const conditions = { load, connections, seconds, databasePid: postgres.pid, folder: postgres.folder };
    const measured = peers.map(({ name }) => ({ name, rounds: [] }) as Result['peers'][number]);
    for (let round = 0; round <= rounds; round += 1)
      for (const [i, peer] of peers.entries()) {
        const figures = await measure(peer, conditions);
        // the first round warms up
        if (round > 0) measured[i]?.rounds.push(figures);
      }
    const result = { load, connections, peers: measured };
    console.log(`\n${formatResult(result)}`);
    results.push(result);
  }
  return results;
}
