import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Credential } from '../../credentials.ts';
import { encodeCursor, isBefore, type Position } from './cursor.ts';
import type { Change } from './queries.ts';

/** How many bytes may wait for a reader before its stream is ended; what one look at the feed found comes on top. */
const mostWaiting = 1024 * 1024;

/** Server-sent events to one reader (WHATWG HTML §9.2). */
export class EventStream {
  readonly credential: Credential;
  readonly body = new PassThrough();
  /** up to where everything was sent */
  position: Position;

  constructor(credential: Credential, position: Position) {
    this.credential = credential;
    this.position = position;
    // at different moments, lest all come back at once when an api ends
    this.#write(Buffer.from(`retry: ${1000 + Math.floor(Math.random() * 2000)}\n${idOf(position)}\n`));
  }

  get isOpen(): boolean {
    return this.body.writable;
  }

  /** Sends changes in order and waits until the reader has taken most of it. */
  async replay(changes: Change[], next: Position): Promise<void> {
    this.position = next;
    if (changes.length === 0 || !this.isOpen || this.body.write(textOf(changes))) return;
    // it fails where the reader leaves
    await once(this.body, 'drain', { signal: this.#left }).catch(() => {});
  }

  /** Sends what is new to this reader of `changes`, whose text may be shared with other readers. */
  send(changes: Change[], shared: Buffer, next: Position): void {
    const fresh = changes.filter(({ position }) => isBefore(this.position, position));
    this.position = next;
    if (fresh.length > 0) this.#write(fresh.length === changes.length ? shared : textOf(fresh));
  }

  /** Keeps the connection from being taken for dead, and the reader's cursor from getting old; no event comes of it. */
  beat(): void {
    this.#write(Buffer.from(`: still here\n${idOf(this.position)}\n`));
  }

  /** Ends it at once: what still waits is sent to who comes back. */
  end(): void {
    if (this.#waiting > 0) this.body.destroy();
    else this.body.end();
  }

  get #waiting(): number {
    return this.body.readableLength + this.body.writableLength;
  }

  get #left(): AbortSignal {
    const leaving = new AbortController();
    this.body.once('close', () => leaving.abort());
    return leaving.signal;
  }

  #write(text: Buffer): void {
    if (!this.isOpen) return;
    // who does not read comes back with the last id that arrived
    if (this.#waiting > mostWaiting) this.body.destroy();
    else this.body.write(text);
  }
}

/** JSON holds no line break, so each is one line of data. */
export function textOf(changes: Change[]): Buffer {
  return Buffer.from(
    changes.map(({ position, event, json }) => `${idOf(position)}event: ${event}\ndata: ${json}\n\n`).join(''),
  );
}

function idOf(position: Position): string {
  return `id: ${encodeCursor(position)}\n`;
}
