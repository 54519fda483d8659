import { expect, test } from 'vitest';
import type { Content } from '../src/channels/message.ts';
import { composeWebhook } from '../src/delivery/compose-webhook.ts';
import { disabled, dueTodo, envelope, reminder, trial } from './content.ts';

const timestamp = '2026-12-01T08:00:01.000Z';
const compose = (content: Content) => composeWebhook(content, { ...envelope(), notesLeftOut: false });
const parse = (content: Content) => JSON.parse(compose(content));

test('a reminder', () => {
  expect(parse(reminder())).toEqual({
    type: 'reminder.fired',
    timestamp: '2026-12-01T08:00:00.004Z',
    data: dueTodo(),
  });
});

test('a reminder that is too long loses its notes first, then the end of its description', () => {
  const description = 'd'.repeat(10_000);
  const withoutNotes = parse(reminder({ description, notes: 'n'.repeat(50_000) }));
  expect(withoutNotes.data).toEqual(dueTodo({ description, notes: null, notes_truncated: true }));

  const body = compose(reminder({ description: '\0"👩‍👩‍👧‍👦'.repeat(1000), notes: null }));
  expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  expect(Buffer.byteLength(body)).toBeGreaterThan(19_900);
  const { todo } = JSON.parse(body).data;
  expect(todo).toMatchObject({ notes: null, description_truncated: true });
  expect(todo.notes_truncated).toBeUndefined();
  expect(todo.description.slice(0, -1)).toBe('\0"👩‍👩‍👧‍👦'.repeat(1000).slice(0, todo.description.length - 1));
  expect(todo.description).toMatch(/("|\0|👩‍👩‍👧‍👦)…$/u);
});

test('a channel that was switched off, and a test', () => {
  const data = { channel: { id: 4, name: 'Phone' } };
  const reason = 'the receiver answered 410 Gone';
  expect(parse(disabled)).toEqual({ type: 'channel.disabled', timestamp, data: { ...data, reason } });
  expect(parse(trial)).toEqual({ type: 'channel.test', timestamp, data });
});

// reminders come one by one: only e-mail has digests, and only ntfy folds what is late
test.each<Content>([
  { kind: 'digest', daily: false, due: [dueTodo()] },
  { kind: 'confirmation' },
  { kind: 'password_reset' },
  { kind: 'invitation' },
])('$kind is nothing for a webhook', (content) => {
  expect(() => compose(content)).toThrow('a webhook cannot tell');
});
