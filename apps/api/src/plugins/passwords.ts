import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import plugin from 'fastify-plugin';
import pLimit from 'p-limit';
import { Problem } from '../problem.ts';

/**
 * More than the minimum of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes). They stand in each hash, so they can
 * be raised: whoever signs in then gets a new hash.
 */
const parameters = { memory: 47_104, passes: 2, parallelism: 1 };
const saltLength = 16;
const tagLength = 32;

/** How many hashes are made at once: each takes 46 MiB, a processor, and one of four threads that look up names, too. */
const atOnce = Math.max(1, Math.min(3, availableParallelism() - 1));
/** How many may wait for that, a few seconds' worth; more are sent away. */
const waiting = 32;

const derive = promisify(argon2);

/** Hashes passwords with argon2id (RFC 9106), a bounded number at a time. */
export const passwords = plugin(
  async (app) => {
    const limit = pLimit(atOnce);
    // derived from and compared with where there is no hash, so that it takes as long
    const nobody = `${head}$${base64(randomBytes(saltLength))}$${base64(randomBytes(tagLength))}`;

    async function bounded<T>(work: () => Promise<T>): Promise<T> {
      if (limit.pendingCount >= waiting) throw new Problem('unavailable', 'Too many people sign in at the moment.');
      return limit(work);
    }

    app.decorate('passwords', {
      hash: (password) => bounded(() => hash(password)),
      verify: async (known, password) => {
        const right = await bounded(() => verify(known ?? nobody, password));
        return right && known !== null;
      },
      isOutdated: (known) => !known.startsWith(`${head}$`),
    });
  },
  { name: 'passwords' },
);

declare module 'fastify' {
  interface FastifyInstance {
    passwords: {
      /** The password's hash as a PHC string. Throws unavailable where too many wait. */
      hash(password: string): Promise<string>;
      /** Whether it is the password; null, for nobody's, takes as long and is never right. Throws unavailable. */
      verify(hash: string | null, password: string): Promise<boolean>;
      /** Whether the hash was made with other parameters than today's. */
      isOutdated(hash: string): boolean;
    };
  }
}

const head = `$argon2id$v=19$m=${parameters.memory},t=${parameters.passes},p=${parameters.parallelism}`;

async function hash(password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const tag = await deriveTag(password, salt, parameters);
  return `${head}$${base64(salt)}$${base64(tag)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

async function verify(known: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = phc.exec(known) ?? [];
  const derived = await deriveTag(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'));
}

function deriveTag(password: string, nonce: Buffer, settings: typeof parameters): Promise<Buffer> {
  // NIST SP 800-63B §3.1.1.2: the same characters, however they were typed
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...settings });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
