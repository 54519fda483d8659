import { randomBytes } from 'node:crypto';

/** Standard Webhooks 1.0, "Signature scheme": `whsec_` and base64 of 24 to 64 random bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
