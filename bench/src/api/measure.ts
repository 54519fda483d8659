import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readUsage, untilIdle } from '../process-usage.ts';
import type { Peer } from './peers.ts';
import { runWrk } from './run-wrk.ts';

export interface Measured {
  /** requests a second */
  rate: number;
  p50Ms: number;
  p99Ms: number;
  /** of the peer's processes, for a request */
  cpuUs: number;
  /** of PostgreSQL's, for a request */
  databaseCpuUs: number;
  memoryMb: number;
}

export interface Conditions {
  load: string;
  connections: number;
  seconds: number;
  /** of PostgreSQL */
  databasePid: number;
  /** for what wrk reads */
  folder: string;
}

/** How a peer bears a load. Throws where it answers an error. */
export async function measure(peer: Peer, conditions: Conditions): Promise<Measured> {
  const { load, connections, seconds, databasePid, folder } = conditions;
  const headersFile = join(folder, peer.name);
  await writeFile(headersFile, peer.headers.join('\n'));
  const before = await Promise.all([readUsage(peer.pid), readUsage(databasePid)]);
  const { url } = peer;
  const { requests, seconds: took, p50Ms, p99Ms } = await runWrk({ url, load, headersFile, connections, seconds });
  const [own, database] = await Promise.all([readUsage(peer.pid), readUsage(databasePid)]);
  // those that wrk dropped at its end are still being answered
  await untilIdle([peer.pid, databasePid]);
  return {
    rate: requests / took,
    p50Ms,
    p99Ms,
    cpuUs: ((own.cpuMs - before[0].cpuMs) * 1000) / requests,
    databaseCpuUs: ((database.cpuMs - before[1].cpuMs) * 1000) / requests,
    memoryMb: own.memoryMb,
  };
}
