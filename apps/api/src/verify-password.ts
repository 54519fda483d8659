import type { FastifyInstance } from 'fastify';

/**
 * Whether it is the password, by its hash, in an attempt at signing in to `who` that was counted. Where there is no room to
 * look it throws unavailable, and that was no attempt.
 */
export async function verifyPassword(
  { passwords, limits }: FastifyInstance,
  who: string,
  hash: string | null,
  password: string,
): Promise<boolean> {
  try {
    return await passwords.verify(hash, password);
  } catch (error) {
    await limits.refund('sign-in to', who);
    throw error;
  }
}
