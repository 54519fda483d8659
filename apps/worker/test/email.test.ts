import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { until } from 'db/testing';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMailer, type EmailMessage, type MailerOptions } from '../src/channels/email.ts';
import { loopbackPem } from './loopback-target.ts';
import { reply, startMailServer } from './mail-server.ts';

const never = new AbortController().signal;

async function server(...parameters: Parameters<typeof startMailServer>) {
  const started = await startMailServer(...parameters);
  onTestFinished(started.close);
  return started;
}

function mailer(smtpUrl: string, options: Partial<MailerOptions> = {}) {
  const made = createMailer({ smtpUrl, from: 'Duebell <duebell@example.com>', ...options });
  onTestFinished(made.close);
  return made;
}

function message(fields: Partial<EmailMessage> = {}): EmailMessage {
  return {
    to: 'anna@example.com',
    subject: 'Water the plants',
    text: 'Due today.\n',
    html: '<p>Due today.</p>',
    messageId: '<7c1d@todo.example.com>',
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...fields,
  };
}

test('a message arrives as it was written', async () => {
  const inbox = await server();
  const subject = `Überraschung für Zoë 🎂👩‍👩‍👧‍👦 ${'äöü'.repeat(40)} שלום עולם`;
  const text = ['שלום, עולם', `${'long '.repeat(400)}end`, 'x'.repeat(2500), '.', '..', 'From me', '-- ', '🎂'].join(
    '\n',
  );
  const html = `<p dir="auto">${'مرحبا '.repeat(300)}</p>\n<p>&lt;b&gt; ${'y'.repeat(2500)}</p>`;
  const unsubscribe = `<https://todo.example.com/api/v1/actions/${'a'.repeat(120)}>`;
  const headers = {
    'Auto-Submitted': 'auto-generated',
    'List-Unsubscribe': unsubscribe,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  const outcome = await mailer(inbox.url).send(message({ subject, text, html, headers }), never);
  expect(outcome).toEqual({ ok: true, status: 250, answer: '250 queued' });

  const [{ mail, from, to, source } = expect.fail('no mail')] = await inbox.receive(1);
  expect({ from, to }).toEqual({ from: 'duebell@example.com', to: ['anna@example.com'] });
  expect(mail).toMatchObject({ subject, messageId: '<7c1d@todo.example.com>' });
  expect(mail.text?.trimEnd()).toBe(text);
  expect(String(mail.html).trimEnd()).toBe(html);
  expect(mail.from?.text).toBe('"Duebell" <duebell@example.com>');
  expect(mail.to).toMatchObject({ text: 'anna@example.com' });
  const unfolded = source.replaceAll('\r\n ', ' ').split('\r\n');
  for (const [name, value] of Object.entries(headers)) expect(unfolded).toContain(`${name}: ${value}`);
  // RFC 5322 §2.1.1, and nothing that a server without 8BITMIME or SMTPUTF8 could not take
  expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  expect(source).toMatch(/^[\r\n\t\x20-\x7e]*$/);
});

test('nothing in a message can add a header or a receiver', async () => {
  const inbox = await server();
  const breaks = ['\r\n', '\n', '\r', '\u0085', '\u2028', '\0', '\r\n\t', '\x0b'];
  for (const end of breaks) {
    const subject = `Buy milk${end}Bcc: eve@example.com${end}${end}<p>body`;
    const headers = { 'List-Unsubscribe': `<https://a.example>${end}X-Evil: 1` };
    expect(await mailer(inbox.url).send(message({ subject, headers }), never)).toMatchObject({ ok: true });
  }
  const mails = await inbox.receive(breaks.length);
  for (const { mail, to } of mails) {
    expect(to).toEqual(['anna@example.com']);
    expect(mail.subject).toBe('Buy milk Bcc: eve@example.com <p>body');
    const names = mail.headerLines.map(({ key }) => key);
    expect(names).toHaveLength(new Set(names).size);
    expect(names).not.toContain('bcc');
    expect(names).not.toContain('x-evil');
  }
});

test.each([
  'anna@example.com, eve@example.com',
  'anna@example.com\r\nRCPT TO:<eve@example.com>',
  'friends: anna@example.com, eve@example.com;',
  'Anna <anna@example.com>',
  'anna@example.com>',
  '',
  ' ',
])('an address that is none, or several, reaches at most one receiver: %j', async (to) => {
  const inbox = await server();
  const outcome = await mailer(inbox.url).send(message({ to }), never);
  for (const received of inbox.received) expect(received.to).not.toContain('eve@example.com');
  expect(outcome.ok || outcome.refused).toBe(true);
});

test('a server that is busy is asked again, one that refuses is not', async () => {
  const answers = [reply(450, '4.2.0 greylisted'), undefined, reply(550, '5.7.1 spam'), undefined];
  const inbox = await server({}, (attempt) => answers[attempt]);
  const { send } = mailer(inbox.url, { maxConnections: 1 });
  const busy = '450 4.2.0 greylisted';
  expect(await send(message(), never)).toEqual({ ok: false, error: `SMTP ${busy}`, status: 450, answer: busy });
  expect(await send(message(), never)).toMatchObject({ ok: true, status: 250 });
  const refused = { ok: false, error: 'SMTP 550 5.7.1 spam', status: 550, answer: '550 5.7.1 spam', refused: true };
  expect(await send(message(), never)).toEqual(refused);
  expect(await send(message(), never)).toMatchObject({ ok: true });
  expect(inbox.connections.made).toBe(1);
});

test.each<[string, SMTPServerOptions, { status: number; refused?: boolean; ours?: boolean }]>([
  ['the sender', { onMailFrom: (_, __, done) => done(reply(451, 'later')) }, { status: 451 }],
  ['the receiver', { onRcptTo: (_, __, done) => done(reply(550, 'no such user')) }, { status: 550, refused: true }],
  ['the receiver for now', { onRcptTo: (_, __, done) => done(reply(452, 'full')) }, { status: 452 }],
  ['whoever has not signed in', { authOptional: false }, { status: 530, ours: true }],
  ['whoever connects', { onConnect: (_, done) => done(reply(554, 'go away')) }, { status: 554, ours: true }],
])('a server that refuses %s', async (_, options, expected) => {
  const { url } = await server(options);
  const answer = expect.stringMatching(`^${expected.status} `);
  expect(await mailer(url).send(message(), never)).toEqual({
    ok: false,
    error: expect.any(String),
    answer,
    ...expected,
  });
});

const password = 'p@ss:w/ör+d%';
const login = `anna%40example.com:${encodeURIComponent(password)}@`;
const auth: SMTPServerOptions = {
  authOptional: false,
  onAuth({ username, password: given }, _session, done) {
    if (username === 'anna@example.com' && given === password) return done(null, { user: username });
    // as few servers would
    done(reply(535, `5.7.8 wrong: ${given} ${Buffer.from(String(given)).toString('base64')}`));
  },
};

test('user and password of the URL are used, and never shown', async () => {
  const inbox = await server({ ...auth, allowInsecureAuth: true });
  expect(await mailer(inbox.url.replace('//', `//${login}`)).send(message(), never)).toMatchObject({ ok: true });
  expect(inbox.received).toMatchObject([{ user: 'anna@example.com' }]);

  const other = 'another-p@ssword';
  const url = inbox.url.replace('//', `//anna%40example.com:${encodeURIComponent(other)}@`);
  const outcome = await mailer(url).send(message(), never);
  const answer = '535 5.7.8 wrong: *** ***';
  const error = `the mail server does not let Duebell sign in: ${answer}`;
  // the operator can put it right: the message is not at fault
  expect(outcome).toEqual({ ok: false, ours: true, error, status: 535, answer });
  expect(JSON.stringify(outcome)).not.toContain('p@ss');
});

test('what is no SMTP URL is refused without being shown', () => {
  for (const smtpUrl of [
    '',
    'secret',
    'https://user:secret@host',
    'smtp://user:secret@host:port',
    'smtp://',
    'smtp:secret',
  ]) {
    const make = () => createMailer({ smtpUrl, from: 'a@example.com' });
    expect(make, smtpUrl).toThrow('an SMTP URL must look like smtp://user:password@host:587');
  }
});

describe('TLS', () => {
  const pem = { cert: loopbackPem, key: loopbackPem };

  test('STARTTLS is used where it is offered, and its certificate verified', async () => {
    const inbox = await server({ ...auth, ...pem, disabledCommands: [] });
    const url = inbox.url.replace('//', `//${login}`);
    const error = 'the mail server cannot be used: DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(await mailer(url).send(message(), never)).toEqual({ ok: false, ours: true, error });
    expect(inbox.received).toEqual([]);

    expect(await mailer(`${url}?tls.rejectUnauthorized=false`).send(message(), never)).toMatchObject({ ok: true });
    expect(inbox.received).toMatchObject([{ secure: true, user: 'anna@example.com' }]);
  });

  test('where it is not offered, it can be insisted on', async () => {
    const inbox = await server();
    const outcome = await mailer(`${inbox.url}?requireTLS=true`).send(message(), never);
    expect(outcome).toMatchObject({ ok: false });
    expect(inbox.received).toEqual([]);
  });

  test('smtps:// speaks TLS from the start, with certificates that the system trusts', async () => {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, loopbackPem]);
    onTestFinished(() => setDefaultCACertificates(before));
    const inbox = await server({ ...pem, secure: true });
    const url = inbox.url.replace('smtp:', 'smtps:');
    expect(await mailer(url).send(message(), never)).toMatchObject({ ok: true });
    expect(inbox.received).toMatchObject([{ secure: true }]);
  });
});

describe('a server that is not there', () => {
  test('nobody listens', async () => {
    const inbox = await startMailServer();
    await inbox.close();
    const error = 'the mail server cannot be used: ECONNREFUSED';
    expect(await mailer(inbox.url).send(message(), never)).toEqual({ ok: false, ours: true, error });
  });

  test('its name cannot be resolved', async () => {
    // no resolver sends a label of 64 characters, so this stays on the machine
    const outcome = await mailer(`smtp://user:secret@${'x'.repeat(64)}.invalid`).send(message(), never);
    expect(outcome).toEqual({
      ok: false,
      ours: true,
      error: expect.stringMatching(/^the mail server cannot be used: E[A-Z_]+$/),
    });
  });
});

/** What a server says, line by line, to what it is told; from `until` on it says nothing more, or closes. */
const script = ['220 hello', '250 hello', '250 sender', '250 receiver', '354 go on', '250 queued'];
const stages = ['greeting', 'EHLO', 'MAIL FROM', 'RCPT TO', 'DATA', 'the end of the message'];

/** A server that keeps to the script for `answers` lines, and then does `last`. */
async function actor(answers: number, last: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const acting = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let said = 0;
    let data = '';
    const say = () => (said < answers ? void socket.write(`${script[said++]}\r\n`) : last(socket));
    say();
    socket.on('data', (chunk) => {
      data += chunk;
      const end = said === 5 ? '\r\n.\r\n' : '\r\n';
      if (!data.endsWith(end)) return;
      data = '';
      say();
    });
  });
  acting.listen(0, '127.0.0.1');
  await once(acting, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => acting.close(resolve));
  });
  return { url: `smtp://127.0.0.1:${(acting.address() as AddressInfo).port}`, sockets };
}

describe.each(stages.map((stage, answers) => [stage, answers] as const))('at %s', (_, answers) => {
  test('a server that hangs is given up in time, and the connection closed', async () => {
    const { url, sockets } = await actor(answers, () => {});
    const started = performance.now();
    const outcome = await mailer(url, { timeoutMs: 200 }).send(message(), never);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(outcome).toEqual({ ok: false, ours: true, error: 'no answer within 0.2 s', timedOut: true });
    await until('the connection is closed', () => sockets.size === 0);
  });

  test('a send that is aborted ends at once', async () => {
    const abort = new AbortController();
    const { url, sockets } = await actor(answers, () => abort.abort());
    await expect(mailer(url).send(message(), abort.signal)).rejects.toThrow('aborted');
    await until('the connection is closed', () => sockets.size === 0);
  });

  test('a server that closes is a failure that can be tried again', async () => {
    const { url } = await actor(answers, (socket) => socket.destroy());
    const outcome = await mailer(url).send(message(), never);
    expect(outcome).toEqual({
      ok: false,
      ours: true,
      error: expect.stringMatching(/^the mail server cannot be used: /),
    });
  });

  test('a mailer that is closed ends what is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { url, sockets } = await actor(answers, () => resolve());
    const { send, close } = mailer(url);
    const sending = send(message(), never);
    await promise;
    await close();
    expect(await sending).toEqual({ ok: false, ours: true, error: 'the mailer was closed' });
    await until('the connection is closed', () => sockets.size === 0);
  });
});

test('a server that trickles a reply for ever is given up in time', async () => {
  const { url } = await actor(1, (socket) => {
    const timer = setInterval(() => socket.write('250-more\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  expect(await mailer(url, { timeoutMs: 300 }).send(message(), never)).toMatchObject({ timedOut: true });
});

test('a send that was aborted before it began is not made', async () => {
  const inbox = await server();
  await expect(mailer(inbox.url).send(message(), AbortSignal.abort())).rejects.toThrow('aborted');
  expect(inbox.connections.made).toBe(0);
});

test('50 messages at once go over few connections', async () => {
  const inbox = await server();
  const { send } = mailer(inbox.url, { maxConnections: 3 });
  const subjects = Array.from({ length: 50 }, (_, n) => `message ${n}`);
  const outcomes = await Promise.all(subjects.map((subject) => send(message({ subject }), never)));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(inbox.received.map(({ mail }) => mail.subject).sort()).toEqual(subjects.sort());
  expect(inbox.connections.most).toBeLessThanOrEqual(3);
  expect(inbox.connections.made).toBe(3);
});

test('what waits behind a hanging server is given up in its own time too', async () => {
  const { url, sockets } = await actor(2, () => {});
  const { send } = mailer(url, { maxConnections: 2, timeoutMs: 300 });
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => send(message(), never)));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: false, timedOut: true });
  await until('all connections are closed', () => sockets.size === 0);
});

test('closing ends what waits as well, and every connection', async () => {
  const inbox = await server({ onMailFrom: () => {} });
  const { send, close } = mailer(inbox.url, { maxConnections: 2 });
  const sends = Array.from({ length: 10 }, () => send(message(), never));
  await until('both connections are open', () => inbox.connections.open === 2);
  await close();
  for (const outcome of await Promise.all(sends))
    expect(outcome).toEqual({ ok: false, ours: true, error: 'the mailer was closed' });
  await until('all connections are closed', () => inbox.connections.open === 0);
  expect(await send(message(), never)).toEqual({ ok: false, ours: true, error: 'the mailer was closed' });
});

test('a connection that the server ended while it was idle is replaced', async () => {
  const inbox = await server();
  const { send } = mailer(inbox.url, { maxConnections: 1 });
  expect(await send(message(), never)).toMatchObject({ ok: true });
  inbox.hangUp();
  await until('the server has closed', () => inbox.connections.open === 0);
  expect(await send(message(), never)).toMatchObject({ ok: true });
  expect(inbox.connections.made).toBe(2);
});
