import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessUsage {
  /** since they began */
  cpuMs: number;
  /** now; what processes share counts for each */
  memoryMb: number;
}

// USER_HZ is 100 on every Linux
const msPerTick = 10;
const nothing: ProcessUsage = { cpuMs: 0, memoryMb: 0 };

/** What a process and all below it have used. Linux only. */
export async function readUsage(pid: number): Promise<ProcessUsage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // proc_pid_stat(5): the name in parentheses may contain anything; state is field 3, utime to cstime 14 to 17
  const ticks = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  // what ends meanwhile is in its parent's figures from now on
  const below = await Promise.all((await childrenOf(pid)).map((child) => readUsage(child).catch(() => nothing)));
  const own = {
    cpuMs: ticks.reduce((sum, each) => sum + each, 0) * msPerTick,
    memoryMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024,
  };
  return below.reduce((sum, each) => ({ cpuMs: sum.cpuMs + each.cpuMs, memoryMb: sum.memoryMb + each.memoryMb }), own);
}

/** The most MB that a process, without those below it, ever had in memory. Linux only. */
export async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** Waits until processes have nothing left to do of what nobody waits for any more; a minute at most. */
export async function untilIdle(pids: number[]): Promise<void> {
  const used = async () => (await Promise.all(pids.map(readUsage))).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const end = Date.now() + 60_000;
  for (let [before, now] = [0, await used()]; now - before > msPerTick && Date.now() < end; ) {
    await delay(200);
    [before, now] = [now, await used()];
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}
