import { formatRule } from './format-rule.ts';
import { InvalidRule } from './invalid-rule.ts';
import { parseRule } from './parse-rule.ts';

/**
 * Checks a recurrence rule, RFC 5545 §3.3.10 as far as docs/recurrence.md says, and answers its canonical text, which
 * is the one to store and to hand to `occurrences` and `rollForward`; or what is wrong with it, in a sentence for the
 * developer of a client.
 */
export function parseRecurrence(text: string): { rule: string } | { error: string } {
  try {
    return { rule: formatRule(parseRule(text)) };
  } catch (error) {
    if (error instanceof InvalidRule) return { error: error.message };
    throw error;
  }
}
