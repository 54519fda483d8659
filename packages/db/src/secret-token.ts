import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a token opens, and how it begins: secret scanners and our own logs know it by that. */
const prefixes = {
  api: 'duebell_pat_',
  session: 'duebell_ses_',
  invitation: 'duebell_inv_',
  password_reset: 'duebell_pwr_',
  action: 'duebell_act_',
  feed: 'duebell_fed_',
} as const;

export type SecretKind = keyof typeof prefixes;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Base62 of 32 bytes, and of a CRC-32. */
const randomLength = 43;
const checksumLength = 6;

/** Finds every token of ours in a text, well-formed or not. */
export const secretTokens = /duebell_[a-z]{3}_[0-9A-Za-z]+/g;

/** A new token: prefix, 256 random bits and a checksum over both, 61 letters and digits in all. */
export function makeSecretToken(kind: SecretKind): string {
  const body = prefixes[kind] + base62(BigInt(`0x${randomBytes(32).toString('hex')}`), randomLength);
  return body + checksum(body);
}

/**
 * Whether `token` can have come from here as one of `kind`: a typing error or half a token is found without asking the
 * database. `free` is a text without any of our prefixes, which OWNER_TOKEN may be.
 */
export function judgeSecretToken(kind: SecretKind, token: string): 'well-formed' | 'malformed' | 'free' {
  if (!token.startsWith('duebell_')) return 'free';
  const body = token.slice(0, -checksumLength);
  const fits = token.length === prefixes[kind].length + randomLength + checksumLength;
  return fits && body.startsWith(prefixes[kind]) && checksum(body) === token.slice(-checksumLength)
    ? 'well-formed'
    : 'malformed';
}

/** What is stored of a token: its SHA-256, 32 bytes. Tokens are random, so neither salt nor a slow hash adds anything. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), checksumLength);
}

function base62(value: bigint, length: number): string {
  let [digits, rest] = ['', value];
  while (rest > 0n) {
    digits = alphabet.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits.padStart(length, '0');
}
