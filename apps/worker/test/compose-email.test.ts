import { expect, test } from 'vitest';
import type { Content, Links } from '../src/channels/message.ts';
import { composeEmail } from '../src/delivery/compose-email.ts';
import { disabled, dueTodo, envelope, reminder, trial } from './content.ts';

const correspondents = { to: 'anna@example.com', publicUrl: 'https://todo.example.com:8443' };
const at = (path: string) => `https://todo.example.com:8443/api/v1/actions/${path}`;
const links: Links = { done: at('done'), snooze: at('snooze'), unsubscribe: at('off') };

const compose = (content: Content, fields: Parameters<typeof envelope>[0] = {}) =>
  composeEmail(content, envelope(fields), correspondents);
const textOf = (...parameters: Parameters<typeof compose>) => compose(...parameters).text;

test('a reminder', () => {
  const content = reminder({ notes: 'The ficus too.\n\nNot the cactus.' });
  const { html, ...message } = compose(content, { links });
  expect(message).toEqual({
    to: 'anna@example.com',
    subject: 'Water the plants',
    text: `Water the plants

Due Tue 1 Dec 2026, 09:00 (Europe/Berlin)

The ficus too.

Not the cactus.

Done: https://todo.example.com:8443/api/v1/actions/done
Snooze 1 h: https://todo.example.com:8443/api/v1/actions/snooze

-- 
Sent by Duebell at todo.example.com:8443.
Switch this channel off: https://todo.example.com:8443/api/v1/actions/off
`,
    messageId: '<7c1d-1-3@todo.example.com>',
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': '<https://todo.example.com:8443/api/v1/actions/off>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  const body = html.slice(html.indexOf('<h1'), html.indexOf('</div>')).replaceAll(/ style="[^"]*"/g, '');
  expect(body).toBe(`<h1 dir="auto">Water the plants</h1>
<p>Due Tue 1 Dec 2026, 09:00 (Europe/Berlin)</p>
<p dir="auto">The ficus too.

Not the cactus.</p>
<p><a href="https://todo.example.com:8443/api/v1/actions/done">Done</a>
<a href="https://todo.example.com:8443/api/v1/actions/snooze">Snooze 1 h</a></p>
<hr>
<p>Sent by Duebell at todo.example.com:8443. <a href="https://todo.example.com:8443/api/v1/actions/off">Switch this channel off</a></p>
`);
});

test('without links there are no buttons, and no way to unsubscribe', () => {
  const { text, html, headers } = compose(reminder());
  expect(headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  expect(text).toBe(`Water the plants

Due Tue 1 Dec 2026, 09:00 (Europe/Berlin)

-- 
Sent by Duebell at todo.example.com:8443.
`);
  expect(html).not.toContain('<a ');
});

test.each([
  ['Europe/Berlin', 'Due Tue 1 Dec 2026, 09:00 (Europe/Berlin)'],
  ['Asia/Kathmandu', 'Due Tue 1 Dec 2026, 13:45 (Asia/Kathmandu)'],
  ['Pacific/Kiritimati', 'Due Tue 1 Dec 2026, 22:00 (Pacific/Kiritimati)'],
  ['Pacific/Pago_Pago', 'Due Mon 30 Nov 2026, 21:00 (Pacific/Pago_Pago)'],
  ['UTC', 'Due Tue 1 Dec 2026, 08:00 (UTC)'],
])('times are those of the zone %s', (zone, line) => {
  expect(textOf(reminder(), { zone }).split('\n')).toContain(line);
});

test('midnight is 00:00, and September has three letters', () => {
  expect(textOf(reminder({ due_date: '2026-09-29T22:00:00.000Z' }))).toContain(
    'Due Wed 30 Sep 2026, 00:00 (Europe/Berlin)',
  );
});

test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('a day stays that day in %s', (zone) => {
  const text = textOf(reminder({ due_date: '2026-12-01' }), { zone });
  expect(text.split('\n')).toContain('Due Tue 1 Dec 2026, all day');
});

test('what has no due date says when it rings', () => {
  expect(textOf(reminder({ due_date: null }))).toContain('\nSet for Tue 1 Dec 2026, 09:00 (Europe/Berlin)\n');
});

test.each([
  ['2026-12-01T08:01:00.000Z', undefined],
  ['2026-12-01T08:01:00.001Z', 'This reminder is 1 minute late: it should have rung at 09:00.'],
  ['2026-12-01T08:59:59.000Z', 'This reminder is 59 minutes late: it should have rung at 09:00.'],
  ['2026-12-01T11:00:00.000Z', 'This reminder is 3 hours late: it should have rung at 09:00.'],
  ['2026-12-01T23:30:00.000Z', 'This reminder is 15 hours late: it should have rung on Tue 1 Dec 2026, 09:00.'],
  ['2026-12-04T08:00:00.000Z', 'This reminder is 3 days late: it should have rung on Tue 1 Dec 2026, 09:00.'],
])('one that is sent at %s says: %s', (now, line) => {
  const text = textOf(reminder(), { now: new Date(now) });
  expect(text.split('\n').find((each) => each.includes('late'))).toBe(line);
});

test('what is ahead of its due date is not late', () => {
  const early = reminder({ due_date: '2026-12-01T09:00:00.000Z' });
  expect(textOf(early)).toContain('Due Tue 1 Dec 2026, 10:00');
  expect(textOf(early)).not.toContain('late');
});

const due = [
  dueTodo(),
  dueTodo({ description: 'Ring Zoë\nabout the cake', due_date: '2026-12-01' }),
  dueTodo({ description: 'שלום', due_date: '2026-12-01T17:30:00.000Z' }),
];

test('a digest of a day', () => {
  const { subject, text, html } = compose({ kind: 'digest', daily: true, due }, { links: { unsubscribe: at('off') } });
  expect(subject).toBe('3 reminders for Tuesday, 1 December');
  expect(text).toBe(`3 reminders for Tuesday, 1 December

1. Water the plants
   Due Tue 1 Dec 2026, 09:00
2. Ring Zoë
   Due Tue 1 Dec 2026, all day
3. שלום
   Due Tue 1 Dec 2026, 18:30

Times are those of Europe/Berlin.

-- 
Sent by Duebell at todo.example.com:8443.
Switch this channel off: https://todo.example.com:8443/api/v1/actions/off
`);
  expect(html).toContain('<div dir="auto">שלום</div>');
});

test('the day of a digest is that of the zone', () => {
  const now = new Date('2026-12-01T11:00:00.000Z');
  const { subject } = compose({ kind: 'digest', daily: true, due }, { zone: 'Pacific/Kiritimati', now });
  expect(subject).toBe('3 reminders for Wednesday, 2 December');
  expect(compose({ kind: 'digest', daily: true, due: due.slice(0, 1) }).subject).toBe(
    '1 reminder for Tuesday, 1 December',
  );
});

test('a digest of what could not be sent names 200, and says how many more there are', () => {
  const many = Array.from({ length: 1234 }, (_, n) => dueTodo({ description: `todo ${n + 1}` }));
  const { subject, text, html } = compose({ kind: 'digest', daily: false, due: many });
  expect(subject).toBe('1,234 reminders were due while they could not be sent');
  expect(text).toContain('\n200. todo 200\n');
  expect(text).not.toContain('todo 201\n');
  expect(text).toContain('\nAnd 1,034 more reminders.\n');
  expect(html.match(/<li /g)).toHaveLength(200);
  const one = compose({ kind: 'digest', daily: false, due: many.slice(0, 1) });
  expect(one.subject).toBe('1 reminder was due while it could not be sent');
});

test('a channel that was switched off', () => {
  const { subject, text } = compose(disabled);
  expect(subject).toBe('The channel “Phone” was switched off');
  expect(text).toBe(`The channel “Phone” was switched off

Duebell sends nothing to the channel “Phone” any more: the receiver answered 410 Gone.

Once its receiver works again, switch it on: in your application, or with PATCH /api/v1/channels/4 and {"enabled": true}.

What could not be sent is in the log of deliveries, and can be sent again from there. Your other channels go on ringing.

-- 
Sent by Duebell at todo.example.com:8443.
`);
});

test('a test', () => {
  const { subject, text } = compose(trial);
  expect(subject).toBe('Test of the channel “Phone”');
  expect(text).toContain('This is a test of the channel “Phone”. It works: this is where your reminders will arrive.');
});

const action = at('secret');

test('an address is confirmed', () => {
  const { subject, text, html } = compose({ kind: 'confirmation' }, { links: { action } });
  expect(subject).toBe('Shall reminders come to this address?');
  expect(text).toBe(`Shall reminders come to this address?

Somebody, most likely you, wants Duebell at todo.example.com:8443 to send reminders to this address.

If that is right, say so within 7 days:

Yes, send reminders here: https://todo.example.com:8443/api/v1/actions/secret

If it was not you, ignore this message: no reminders will come.

-- 
Sent by Duebell at todo.example.com:8443.
`);
  expect(html).toContain(`<a href="${action}"`);
});

test.each([
  ['password_reset', 'Choose a new password', 'within the next hour', 'your password stays as it is'],
  ['invitation', 'You are invited to Duebell', 'good for 7 days', 'nothing will happen'],
] as const)('%s says what it is, how long it is good, and that one can ignore it', (kind, title, time, ignore) => {
  const { subject, text, html } = compose({ kind }, { links: { action } });
  expect(subject).toBe(title);
  for (const part of [text, html]) for (const said of [action, time, ignore]) expect(part).toContain(said);
});

test.each(['confirmation', 'password_reset', 'invitation'] as const)('%s is nothing without its link', (kind) => {
  expect(() => compose({ kind })).toThrow('lacks its link');
});

test('what the account wrote is never HTML', () => {
  const evil = '</h1><script>alert("1")</script><img src=x onerror=\'y\'>&amp;';
  const contents: Content[] = [
    reminder({ description: evil, notes: evil }),
    { kind: 'digest', daily: false, due: [dueTodo({ description: evil })] },
    { kind: 'notice', notice: { event: 'channel.disabled', channel: { id: 1, name: evil }, reason: evil } },
    { kind: 'test', channel: { id: 1, name: evil } },
  ];
  for (const content of contents) {
    const { html, text, subject } = compose(content, { links: { unsubscribe: 'https://a.example/"><script>' } });
    expect(html).not.toMatch(/<script|<img|""/);
    expect(html).toContain('&lt;/h1&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(text).toContain('<script>alert("1")</script>');
    expect(subject.includes('<script>') || content.kind === 'digest').toBe(true);
  }
});

test('the HTML loads nothing and names no colour', () => {
  const { html } = compose(reminder({ notes: 'notes' }), { links });
  expect(html).not.toMatch(/<(img|link|script|style|iframe|object|svg)|url\(|src=|#[0-9a-f]{3}|rgb|background/i);
});

test.each([
  ['a line break', 'one\ntwo', 'one', 'two'],
  ['line breaks of all kinds', 'one\r\ntwo\rthree\u2028four', 'one', 'two\nthree\nfour'],
  ['empty lines first', '\n \n\t\n  one\n\ntwo', 'one', 'two'],
  ['a header in it', 'one\r\nBcc: eve@example.com', 'one', 'Bcc: eve@example.com'],
  ['control characters', 'o\0n\x1b[31me\x07', 'on[31me', ''],
  ['a mark that turns the text around', 'invoice\u202efdp.exe\u2066', 'invoicefdp.exe', ''],
  ['half an emoji', 'one \ud83e', 'one \ufffd', ''],
  ['nothing to be seen', ' \n\t', 'Reminder', ''],
])('the subject is the first line: %s', (_, description, subject, rest) => {
  const message = compose(reminder({ description }));
  expect(message.subject).toBe(subject);
  const [, ...quoted] = message.text.split('\n\n-- \n')[0]?.split('(Europe/Berlin)\n\n') ?? [];
  expect(quoted.join()).toBe(rest);
});

test('a subject that is too long is cut between characters, and all of it is in the message', () => {
  const description = `${'x'.repeat(140)}👩‍👩‍👧‍👦${'y'.repeat(10_000)}`;
  const { subject, text, html } = compose(reminder({ description }));
  expect(subject).toBe(`${'x'.repeat(140)}…`);
  expect(text).toContain(description);
  expect(html).toContain(description);
  expect(compose(reminder({ description: 'z'.repeat(150) })).subject).toBe('z'.repeat(150));
  expect(compose(reminder({ description: '🥛'.repeat(10_000) })).subject).toBe(`${'🥛'.repeat(74)}…`);
});

test('what is long takes no time', () => {
  const long = [' '.repeat(50_000), 'a', '\n'.repeat(50_000), 'b', '\u0301'.repeat(50_000), '&'.repeat(50_000)].join(
    '',
  );
  const started = performance.now();
  compose(reminder({ description: long, notes: long }));
  expect(performance.now() - started).toBeLessThan(2000);
});
