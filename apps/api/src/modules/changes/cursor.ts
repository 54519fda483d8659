import { type InvalidField, Problem } from '../../problem.ts';

/** A place in the feed: after the row `id` of a transaction, or with 0 before its first. */
export interface Position {
  /** of the feed as a whole: a new one makes every cursor worthless */
  epoch: string;
  xact: bigint;
  id: bigint;
}

export function isBefore(a: Position, b: Position): boolean {
  return a.xact < b.xact || (a.xact === b.xact && a.id < b.id);
}

export function encodeCursor({ epoch, xact, id }: Position): string {
  return Buffer.from(JSON.stringify(['changes', epoch, String(xact), String(id)])).toString('base64url');
}

/** Reads a cursor that came in the place `from`. Throws invalid_request where it is none. */
export function decodeCursor(cursor: string, from: Pick<InvalidField, 'in' | 'pointer'>): Position {
  const [, epoch, xact, id] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (epoch !== undefined && xact !== undefined && id !== undefined) {
    const position = { epoch, xact: BigInt(xact), id: BigInt(id) };
    if (position.xact <= lastXact && position.id <= lastId) return position;
  }
  const message = 'is not a cursor of the feed of changes';
  throw new Problem('invalid_request', `${from.in}${from.pointer} ${message}`, { errors: [{ ...from, message }] });
}

const shape = /^\["changes","([\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})","(\d{1,20})","(\d{1,19})"\]$/;
const lastXact = 2n ** 64n - 1n;
const lastId = 2n ** 63n - 1n;
