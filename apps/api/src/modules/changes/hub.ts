import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { Credential, Credentials } from '../../credentials.ts';
import { Problem } from '../../problem.ts';
import { reportOnce } from '../../report-once.ts';
import { isBefore, type Position } from './cursor.ts';
import { EventStream, textOf } from './event-stream.ts';
import { type Change, type Page, readChanges, readFrontier, readRecentChanges } from './queries.ts';

/** How many streams an account may have open in one process. */
const mostStreams = 1000;

const pollMs = 250;
const afterFailureMs = 1000;
/** Shorter than what proxies take for silence. */
const beatMs = 15_000;

/** Few enough that what is new for all readers fits into memory, and that a page is soon on its way. */
const pageSize = 250;

export interface HubOptions {
  database: Pick<pg.Pool, 'query'>;
  credentials: Credentials;
  log: FastifyBaseLogger;
}

export interface Hub {
  /** Starts a stream after `since`, or from now on. Throws cursor_expired and too_many_requests. */
  open(credential: Credential, since: Position | undefined): Promise<Readable>;
  /** Ends all streams, and lets none be opened. */
  close(): Promise<void>;
}

/**
 * All event streams of this process. One statement four times a second reads what is new for all of them, whatever their
 * number; while there are none, nothing is asked.
 */
export function createHub({ database, credentials, log }: HubOptions): Hub {
  /** those that are catching up, too */
  const streams = new Set<EventStream>();
  /** how many each account has, those that are being opened among them */
  const counts = new Map<number, number>();
  /** those that have got everything up to `position` */
  const live = new Set<EventStream>();
  let position: Position | undefined;
  let polling = Promise.resolve();
  let beating: NodeJS.Timeout | undefined;
  const closing = new AbortController();
  /** what is waited for before the database is closed */
  const tasks = new Set<Promise<void>>();
  const report = reportOnce(log, 'changes cannot be read');

  /** Throws too_many_requests. */
  function takePlace(accountId: number): void {
    const taken = counts.get(accountId) ?? 0;
    if (taken >= mostStreams)
      throw new Problem('too_many_requests', `The account has ${mostStreams} streams open here. End some.`, {
        headers: { 'retry-after': '60' },
      });
    counts.set(accountId, taken + 1);
  }

  function leavePlace(accountId: number): void {
    const left = (counts.get(accountId) ?? 0) - 1;
    if (left > 0) counts.set(accountId, left);
    else counts.delete(accountId);
  }

  function add(stream: EventStream): void {
    streams.add(stream);
    const unwatch = credentials.watch(stream.credential, () => stream.end());
    stream.body.once('close', () => {
      unwatch();
      remove(stream);
    });
    beating ??= setInterval(() => live.forEach((each) => void each.beat()), beatMs);
  }

  function remove(stream: EventStream): void {
    streams.delete(stream);
    live.delete(stream);
    leavePlace(stream.credential.accountId);
    if (streams.size > 0) return;
    clearInterval(beating);
    beating = undefined;
  }

  /** Sends pages of the feed until there is nothing that the next poll will not send. */
  async function catchUp(stream: EventStream, first: Page | undefined): Promise<void> {
    let page = first;
    while (stream.isOpen) {
      if (page) await stream.replay(page.changes, page.next);
      if (!page?.isFull && join(stream)) return;
      page = await readChanges(database, stream.credential.accountId, stream.position, pageSize);
    }
  }

  /** False where the others have got more already. */
  function join(stream: EventStream): boolean {
    if (position && isBefore(stream.position, position)) return false;
    if (!stream.isOpen) return true;
    live.add(stream);
    if (!position) {
      position = stream.position;
      polling = poll();
    }
    return true;
  }

  async function poll(): Promise<void> {
    while (position && live.size > 0) {
      const wait = await pollOnce(position);
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => {});
    }
    position = undefined;
  }

  /** Answers how many ms to wait until there may be more. */
  async function pollOnce(since: Position): Promise<number> {
    try {
      const accounts = [...new Set([...live].map(({ credential }) => credential.accountId))];
      const page = await readRecentChanges(database, accounts, since, pageSize);
      report.isFine();
      position = page.next;
      send(page);
      return page.isFull ? 0 : pollMs;
    } catch (error) {
      if (error instanceof Problem) return sendAway();
      report.failed(error);
      return afterFailureMs;
    }
  }

  /** The feed is another one: readers are told so when they come back with their cursors. */
  function sendAway(): number {
    for (const stream of live) stream.end();
    live.clear();
    return 0;
  }

  function send({ changes, next }: Page): void {
    const byAccount = Map.groupBy(changes, ({ accountId }) => accountId);
    const texts = new Map([...byAccount].map(([accountId, of]) => [accountId, textOf(of)]));
    for (const stream of live) {
      const { accountId } = stream.credential;
      const of: Change[] = byAccount.get(accountId) ?? [];
      stream.send(of, texts.get(accountId) ?? Buffer.alloc(0), next);
    }
  }

  function track(task: Promise<void>): void {
    tasks.add(task);
    task.finally(() => tasks.delete(task));
  }

  function start(credential: Credential, since: Position, first: Page | undefined): Readable {
    const stream = new EventStream(credential, since);
    add(stream);
    if (closing.signal.aborted) stream.end();
    const following = catchUp(stream, first).catch((error) => {
      // the reader comes back, and is told then if the feed is another one
      if (!(error instanceof Problem)) report.failed(error);
      stream.body.destroy();
    });
    track(following);
    return stream.body;
  }

  return {
    async open(credential, since) {
      const { accountId } = credential;
      takePlace(accountId);
      try {
        const first = since && (await readChanges(database, accountId, since, pageSize));
        return start(credential, since ?? (await readFrontier(database)), first);
      } catch (error) {
        leavePlace(accountId);
        throw error;
      }
    },
    async close() {
      closing.abort();
      for (const stream of streams) stream.end();
      live.clear();
      await Promise.all([polling, ...tasks]);
    },
  };
}
