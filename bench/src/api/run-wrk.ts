import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface WrkOptions {
  /** of the todos */
  url: string;
  load: string;
  /** of the headers by which accounts ask */
  headersFile: string;
  connections: number;
  seconds: number;
}

export interface WrkResult {
  requests: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
}

const script = join(import.meta.dirname, 'requests.lua');

/** The version of wrk, or undefined where it is not installed. */
export function wrkVersion(): string | undefined {
  const { stdout } = spawnSync('wrk', ['-v'], { encoding: 'utf8' });
  return /^wrk (\S+)/.exec(stdout ?? '')?.[1];
}

/** Sends as much of a load as is answered. Throws where an answer is an error, or there is none within 30 s. */
export async function runWrk({ url, load, headersFile, connections, seconds }: WrkOptions): Promise<WrkResult> {
  const options = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '30s', '-s', script, url];
  const { stdout } = await promisify(execFile)('wrk', [...options, '--', load, headersFile]);
  const { failed, ...result }: WrkResult & { failed: number } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (result.requests === 0)
    throw new Error(`${url} answered nothing within ${seconds} s (${load}): give it more --seconds`);
  if (failed > 0) throw new Error(`${failed} of ${result.requests} requests to ${url} failed (${load}):\n${stdout}`);
  return result;
}
