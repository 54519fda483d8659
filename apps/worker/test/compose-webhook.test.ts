import { expect, test } from 'vitest';
import type { Content } from '../src/channels/message.ts';
import { composeWebhook } from '../src/delivery/compose-webhook.ts';
import { disabled, dueTodo, envelope, reminder, trial } from './content.ts';

const timestamp = '2026-12-01T08:00:01.000Z';
const compose = (content: Content) => composeWebhook(content, envelope());
const parse = (content: Content) => JSON.parse(compose(content));

test('a reminder', () => {
  expect(parse(reminder())).toEqual({
    type: 'reminder.fired',
    timestamp: '2026-12-01T08:00:00.004Z',
    data: dueTodo(),
  });
});

test('a digest', () => {
  const due = [dueTodo(), dueTodo({ description: 'another', notes: 'notes' })];
  const expected = { type: 'reminders.digest', timestamp, data: { total: 2, reminders: due } };
  expect(parse({ kind: 'digest', daily: false, due })).toEqual(expected);
});

test('a digest that is too long is abridged, and then told in part', () => {
  const wordy = dueTodo({ description: '🥛'.repeat(5000), notes: 'n'.repeat(5000) });
  const { data } = parse({ kind: 'digest', daily: false, due: [dueTodo(), wordy, dueTodo({ notes: '' })] });
  expect(data).toEqual({
    total: 3,
    reminders: [
      dueTodo(),
      dueTodo({
        description: `${'🥛'.repeat(99)}…`,
        description_truncated: true,
        notes: null,
        notes_truncated: true,
      }),
      dueTodo({ notes: '' }),
    ],
  });

  const body = compose({ kind: 'digest', daily: false, due: Array.from({ length: 500 }, () => wordy) });
  expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  expect(Buffer.byteLength(body)).toBeGreaterThan(18_500);
  const { total, reminders } = JSON.parse(body).data;
  expect(total).toBe(500);
  expect(reminders.length).toBeGreaterThan(10);
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

test.each(['confirmation', 'password_reset', 'invitation'] as const)('%s is nothing for a webhook', (kind) => {
  expect(() => compose({ kind })).toThrow('a webhook cannot tell');
});
