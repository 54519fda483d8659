import { expect, test } from 'vitest';
import { judgeSecretToken, makeSecretToken, type SecretKind, secretTokens } from '../sql.ts';

const kinds: SecretKind[] = ['api', 'session', 'invitation', 'password_reset'];

test.each(kinds)('a token for %s is known as that and as nothing else', (kind) => {
  const token = makeSecretToken(kind);
  expect(token).toMatch(/^duebell_[a-z]{3}_[0-9A-Za-z]{49}$/);
  expect(token).not.toBe(makeSecretToken(kind));
  for (const other of kinds) expect(judgeSecretToken(other, token)).toBe(other === kind ? 'well-formed' : 'malformed');
});

test('every change of one character, and every part of a token, is malformed', () => {
  const token = makeSecretToken('api');
  for (let i = 0; i < token.length; i += 1) {
    const changed = `${token.slice(0, i)}${token[i] === 'x' ? 'y' : 'x'}${token.slice(i + 1)}`;
    expect(judgeSecretToken('api', changed), changed).not.toBe('well-formed');
  }
  for (const part of [token.slice(0, -1), `${token}0`, 'duebell_', 'duebell_pat_', token.toLowerCase()]) {
    expect(judgeSecretToken('api', part), part).toBe('malformed');
  }
  expect(judgeSecretToken('api', 'a-token-of-the-operator-of-32-characters')).toBe('free');
});

test('tokens are found in a text', () => {
  const [first, second] = [makeSecretToken('invitation'), makeSecretToken('session')];
  expect(`GET /invitations/${first}?a=${second} 200`.replaceAll(secretTokens, '…')).toBe('GET /invitations/…?a=… 200');
});
