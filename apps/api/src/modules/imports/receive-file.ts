import { isUtf8 } from 'node:buffer';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../problem.ts';

/** How many bytes may be sent, and how many they may be unpacked. */
export const mostBytes = 64 * 1024 * 1024;
const mostUnpacked = 512 * 1024 * 1024;

/**
 * The bytes of a file as they come, unpacked where it was sent with gzip, each piece being whole characters of UTF-8; a
 * byte order mark is left out. Throws body_too_large and unsupported_media_type, and invalid_file where the bytes are no
 * text, packed wrongly, or none.
 */
export async function* receiveFile(body: Readable, encoding: string | undefined): AsyncGenerator<Buffer> {
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of whole(body, unpack(body, encoding))) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = endOfCharacters(bytes);
    rest = bytes.subarray(end);
    bytes = bytes.subarray(0, end);
    if (!isUtf8(bytes)) throw notUtf8(bytes, offset);
    const text = offset === 0 && bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
    offset += bytes.length;
    if (text.length > 0) yield text;
  }
  if (rest.length > 0) throw notUtf8(rest, offset);
  if (offset === 0) throw new Problem('invalid_file', 'The file is empty.');
}

const byteOrderMark = Buffer.from('\uFEFF');

/** A body whose length is told is refused before a byte of it is read. */
export function demandFitting(contentLength: string | undefined): void {
  if (Number(contentLength) > mostBytes) throw tooLarge();
}

/** Reads what is left of a body and throws it away: only then can the connection take another request. */
export function drain(body: Readable): void {
  // whoever read it until now may be in the middle of waiting for more
  body.removeAllListeners('readable');
  body.resume();
}

/** What comes of a body, of which all has to come. */
async function* whole(body: Readable, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof Problem || !body.readableAborted) throw error;
    throw new Problem('invalid_request', 'The file broke off on its way.', { cause: error });
  }
}

async function* unpack(body: Readable, encoding = 'identity'): AsyncGenerator<Buffer> {
  if (encoding === 'identity') return yield* limit(body, mostBytes, tooLarge);
  if (encoding !== 'gzip')
    throw new Problem('unsupported_media_type', `Content-Encoding is gzip or absent, not ${encoding}.`);
  const gunzip = createGunzip();
  // what goes wrong with the body comes out of gunzip
  pipeline(limit(body, mostBytes, tooLarge), gunzip, () => {});
  try {
    yield* limit(gunzip, mostUnpacked, () => new Problem('body_too_large', 'Unpacked, the file is over 512 MiB.'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new Problem('invalid_file', `The file cannot be unpacked: ${error.message}.`, { cause: error });
    throw error;
  } finally {
    gunzip.destroy();
  }
}

async function* limit(source: Readable, most: number, excess: () => Problem): AsyncGenerator<Buffer> {
  let length = 0;
  // a body that is destroyed takes its connection with it, and no answer would arrive
  for await (const piece of source.iterator({ destroyOnReturn: false })) {
    length += piece.length;
    if (length > most) throw excess();
    yield piece;
  }
}

function tooLarge(): Problem {
  const remedy = 'Send it with `Content-Encoding: gzip`, or in parts';
  return new Problem('body_too_large', `The file is over 64 MiB as it is sent. ${remedy}.`);
}

/** How many of the bytes are before a last character that is not whole yet. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    // what goes on with a character begun before
    if ((byte & 0xc0) === 0x80) continue;
    return back < lengthOf(byte) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** How many bytes a character has, by its first (RFC 3629 §3). */
function lengthOf(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function notUtf8(bytes: Buffer, offset: number): Problem {
  let at = 0;
  while (at < bytes.length) {
    const length = lengthOf(bytes[at] ?? 0);
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) break;
    at += length;
  }
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  const message = `The file is not UTF-8: its byte ${offset + at} is 0x${byte}. Save it as UTF-8.`;
  return new Problem('invalid_file', message);
}
