import { createTransport } from 'nodemailer';
import type { SendOutcome } from './message.ts';

export interface EmailMessage {
  /** one address, without a name */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** `<id@host>`, the same over all attempts */
  messageId: string;
  /** beside those that every message has */
  headers: Record<string, string>;
}

export interface MailerOptions {
  /** smtp:// (with STARTTLS where it is offered) or smtps://, with user and password where the server wants them */
  smtpUrl: string;
  /** an address, or `Name <address>` */
  from: string;
  maxConnections?: number;
  /** the longest a send may take, waiting for a connection included */
  timeoutMs?: number;
}

export interface Mailer {
  /**
   * Sends one message. Every fault of the server is an outcome; it throws only where `signal` was aborted. At the end
   * of its time it answers at once, and the connection it had is closed.
   */
  send(message: EmailMessage, signal: AbortSignal): Promise<SendOutcome>;
  /** Ends the sends under way, which answer that the mailer was closed, and all connections. */
  close(): Promise<void>;
}

/** How much of a reply is kept. */
const answerLimit = 1024;

/**
 * Sends through one SMTP server over a few connections that are used again. Certificates are verified; a URL can say
 * otherwise with `?tls.rejectUnauthorized=false`, and insist on encryption with `?requireTLS=true`. Throws where
 * `smtpUrl` is no SMTP URL, without showing it.
 */
export function createMailer({ smtpUrl, from, maxConnections = 3, timeoutMs = 15_000 }: MailerOptions): Mailer {
  const redact = createRedaction(smtpUrl);
  const transport = createTransport({
    pool: true,
    url: smtpUrl,
    maxConnections,
    // a connection that the server ended while it was idle
    maxRequeues: 1,
    idleTimeout: timeoutMs,
    // what no send waits for, such as the answer to RSET: a send ends its connection itself
    socketTimeout: 2 * timeoutMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const closing = new AbortController();
  const sends = new Set<Promise<SendOutcome>>();

  async function attempt(
    { to, subject, headers, ...message }: EmailMessage,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const { response } = await transport.sendMail({
        ...message,
        from,
        to: { name: '', address: to },
        subject: oneLine(subject),
        headers: Object.entries(headers).map(([key, value]) => ({ key, value: oneLine(value) })),
        textEncoding: 'quoted-printable',
        xMailer: false,
        signal: AbortSignal.any([signal, closing.signal, timeout]),
      });
      return { ok: true, status: replyCode(response), answer: excerpt(redact(response)) };
    } catch (error) {
      signal.throwIfAborted();
      if (closing.signal.aborted) return { ok: false, error: 'the mailer was closed', ours: true };
      if (timeout.aborted)
        return { ok: false, error: `no answer within ${timeoutMs / 1000} s`, timedOut: true, ours: true };
      return judge(error, redact);
    }
  }

  return {
    async send(message, signal) {
      const sending = attempt(message, signal);
      sends.add(sending);
      return sending.finally(() => sends.delete(sending));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(sends);
      transport.close();
    },
  };
}

/** What nodemailer says of a failure. */
interface SmtpError extends Error {
  code?: string;
  /** of the system, where `code` is nodemailer's */
  originalCode?: string;
  response?: string;
  responseCode?: number;
}

function judge(error: unknown, redact: (text: string) => string): SendOutcome {
  const { code, originalCode, message, response, responseCode }: SmtpError =
    error instanceof Error ? error : new Error(String(error));
  if (response === undefined) {
    const reason = redact(originalCode ?? message);
    // an address that no server takes never gets as far as a reply
    if (code === 'EENVELOPE') return { ok: false, error: reason, refused: true };
    return { ok: false, error: `the mail server cannot be used: ${reason}`, ours: true };
  }
  const answer = excerpt(redact(response));
  const outcome: SendOutcome = { ok: false, error: `SMTP ${answer}`, status: responseCode, answer };
  if (code === 'EAUTH')
    return { ...outcome, error: `the mail server does not let Duebell sign in: ${answer}`, ours: true };
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  // 503: the session went wrong; 530: the server wants a password or encryption, which the operator can give it
  if (!isAboutMessage || responseCode === 503 || responseCode === 530) return { ...outcome, ours: true };
  return responseCode !== undefined && responseCode >= 500 ? { ...outcome, refused: true } : outcome;
}

/** Takes what must not be seen out of a text: the server could repeat it. */
function createRedaction(smtpUrl: string): (text: string) => string {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol))
    throw new Error('an SMTP URL must look like smtp://user:password@host:587');
  const [user, password] = [decode(url.username), decode(url.password)];
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const secrets = [smtpUrl, url.href];
  if (password) secrets.push(base64(`\0${user}\0${password}`), base64(password), url.password, password);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // a % that stands for itself
    return text;
  }
}

/** What cannot end a header. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

function replyCode(response: string): number | undefined {
  const [code] = /^\d{3}/.exec(response) ?? [];
  return code === undefined ? undefined : Number(code);
}

function excerpt(response: string): string {
  return response.replaceAll('\0', '').slice(0, answerLimit).toWellFormed();
}
