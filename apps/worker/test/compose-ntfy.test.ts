import { expect, test } from 'vitest';
import type { Content } from '../src/channels/message.ts';
import { composeNtfy } from '../src/delivery/compose-ntfy.ts';
import { disabled, dueTodo, envelope, reminder, trial } from './content.ts';

const target = { url: 'https://ntfy.example.com', topic: 'anna-7c1d', token: 'tk_secret' };
const compose = (content: Content, fields: Parameters<typeof envelope>[0] = {}) =>
  composeNtfy(content, envelope(fields), target);

test('a reminder', () => {
  const content = reminder({ description: 'Water the plants\nall of them', notes: 'The ficus too.', priority: 4 });
  const links = { done: 'https://todo.example.com/done', snooze: 'https://todo.example.com/snooze' };
  expect(compose(content, { links, now: new Date('2026-12-01T11:30:00.000Z') })).toEqual({
    ...target,
    title: 'Water the plants',
    message: `Due Tue 1 Dec 2026, 09:00 (Europe/Berlin)
This reminder is 3 hours late: it should have rung at 09:00.

all of them

The ficus too.`,
    priority: 5,
    tags: ['alarm_clock'],
    actions: [
      { label: 'Done', url: 'https://todo.example.com/done' },
      { label: 'Snooze 1 h', url: 'https://todo.example.com/snooze' },
    ],
  });
});

test('one without links has no buttons', () => {
  expect(compose(reminder({ due_date: '2026-12-01' }), { zone: 'Asia/Kathmandu' })).toMatchObject({
    message: 'Due Tue 1 Dec 2026, all day',
    actions: [],
  });
});

test.each([
  [0, 3],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
])('a todo of priority %i rings with %i', (priority, expected) => {
  expect(compose(reminder({ priority })).priority).toBe(expected);
});

test('a digest names the first five', () => {
  const due = Array.from({ length: 7 }, (_, n) => dueTodo({ description: `todo ${n + 1}\nmore`, priority: n % 4 }));
  expect(compose({ kind: 'digest', daily: false, due })).toEqual({
    ...target,
    title: '7 reminders were due while they could not be sent',
    message: '• todo 1\n• todo 2\n• todo 3\n• todo 4\n• todo 5\nand 2 more',
    priority: 4,
    tags: ['bell'],
    actions: [],
  });
  const two = compose({ kind: 'digest', daily: true, due: due.slice(0, 2) });
  expect(two).toMatchObject({
    title: '2 reminders for Tuesday, 1 December',
    message: '• todo 1\n• todo 2',
    priority: 3,
  });
});

test('a channel that was switched off, and a test', () => {
  expect(compose(disabled)).toMatchObject({
    title: 'The channel “Phone” was switched off',
    message: expect.stringContaining('the receiver answered 410 Gone.'),
    priority: 4,
  });
  expect(compose(trial)).toMatchObject({ title: 'Test of the channel “Phone”', priority: 3 });
});

test.each(['confirmation', 'password_reset', 'invitation'] as const)('%s is nothing for ntfy', (kind) => {
  expect(() => compose({ kind }, { links: { action: 'https://todo.example.com/' } })).toThrow('ntfy cannot tell');
});
