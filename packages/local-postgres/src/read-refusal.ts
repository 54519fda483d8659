import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';

/** Why the server `pid` gave up, in the words it wrote to `logFile` behind byte `offset`. */
export async function readRefusal(logFile: string, offset: number, pid: number): Promise<string> {
  const lines = (await text(createReadStream(logFile, { start: offset }))).split('\n').filter((line) => line.trim());
  const grave = lines.filter((line) => /\b(FATAL|PANIC|ERROR):/.test(line));
  // Others may write to the same log, so its own line goes first; the reason can also be in one of its children's.
  const line = grave.findLast((candidate) => candidate.includes(`[${pid}]`)) ?? grave.at(-1) ?? lines.at(-1);
  return line?.replace(/^.*?\b(FATAL|PANIC|ERROR): +/, '$1: ') ?? 'it said nothing';
}
