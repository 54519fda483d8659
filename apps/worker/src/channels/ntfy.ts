import type { SendOutcome } from './message.ts';
import { type PostOptions, post } from './post.ts';
import { shorten } from './shorten.ts';

export interface NtfyMessage {
  /** of the server; a path is kept, for servers below one */
  url: string;
  topic: string;
  /** an access token, where the topic is protected */
  token: string | null;
  title: string;
  message: string;
  /** 1 lowest, 3 as usual, 5 highest */
  priority: number;
  /** names of emoji are shown as emoji */
  tags: readonly string[];
  /** opened by a tap on the notification */
  click?: string | undefined;
  /** buttons that post to `url`, and then take the notification away; ntfy shows three at most */
  actions: readonly { label: string; url: string }[];
}

/** What ntfy takes unless it is configured otherwise, in bytes: of a message, and of the JSON that it is published as. */
const longestMessage = 4096;
const longestBody = 2 * longestMessage;

/** What may be put right on the server or in the channel, so that another attempt can be worth while. */
const explanations = new Map([
  [401, 'the ntfy server does not accept the access token'],
  [
    403,
    'the ntfy server does not let this channel publish to its topic: does it need an access token, or another one?',
  ],
  [404, 'there is no ntfy server at this address'],
]);
const isTemporary = new Set([408, 425, 429]);

/** Publishes a message to a topic of ntfy as JSON. One that is too long ends in "…". Otherwise as `post`. */
export async function sendNtfy(message: NtfyMessage, options: PostOptions): Promise<SendOutcome> {
  const { url, token } = message;
  if (!URL.canParse(url)) return { ok: false, error: 'Invalid URL' };
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const outcome = await post({ url: publishUrl(url), headers, body: publication(message) }, options);
  return outcome.ok ? outcome : explain(outcome);
}

function explain(outcome: Exclude<SendOutcome, { ok: true }>): SendOutcome {
  const { status } = outcome;
  if (status === undefined || status < 400 || status >= 500 || isTemporary.has(status)) return outcome;
  const explanation = explanations.get(status);
  if (explanation) return { ...outcome, error: `HTTP ${status}: ${explanation}` };
  if (status === 413) return { ...outcome, error: 'HTTP 413: the message is too long for this server', refused: true };
  return { ...outcome, error: `HTTP ${status}: the ntfy server does not take this message`, refused: true };
}

/** JSON is published to the server itself, not to a topic. */
function publishUrl(server: string): string {
  const url = new URL(server);
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

function publication({ topic, title, message, priority, tags, click, actions }: NtfyMessage): string {
  const buttons = actions.map(({ label, url }) => ({ action: 'http', label, url, method: 'POST', clear: true }));
  const body = (text: string) =>
    JSON.stringify({ topic, title, message: text, priority, tags, click, actions: buttons });
  const fits = (text: string) =>
    Buffer.byteLength(text) <= longestMessage && Buffer.byteLength(body(text)) <= longestBody;
  return body(shorten(message, fits));
}
