import type { EmailMessage } from '../channels/email.ts';
import type { Content, Envelope, Links } from '../channels/message.ts';
import { type Block, type Letter, letterHtml, letterText } from './letter.ts';
import {
  type AccountKind,
  accountWording,
  counted,
  digestTitle,
  dueText,
  noticeWording,
  paragraphs,
  splitDescription,
  testWording,
  timeLines,
  type Wording,
} from './wording.ts';

/** How many reminders a digest names. */
const mostNamed = 200;

/** Whom an e-mail goes to, and the address of the service that sends it. */
export interface Correspondents {
  to: string;
  /** PUBLIC_URL */
  publicUrl: string;
}

/** What an e-mail says, as text and as HTML, and its headers. Throws where a message about the account lacks its link. */
export function composeEmail(content: Content, envelope: Envelope, { to, publicUrl }: Correspondents): EmailMessage {
  const { hostname, host } = new URL(publicUrl);
  const { unsubscribe } = envelope.links;
  const { subject, blocks } = write(content, envelope, host);
  const link = unsubscribe ? { label: 'Switch this channel off', url: unsubscribe } : undefined;
  const letter: Letter = { blocks, footer: { line: `Sent by Duebell at ${host}.`, link } };
  return {
    to,
    subject,
    text: letterText(letter),
    html: letterHtml(subject, letter),
    messageId: `<${envelope.id}@${hostname}>`,
    headers: {
      // RFC 3834: no answers from people who are away
      'Auto-Submitted': 'auto-generated',
      // RFC 2369 and 8058: mail programs offer to unsubscribe, and do it with one request
      ...(unsubscribe && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

interface Writing {
  subject: string;
  blocks: Block[];
}

function write(content: Content, envelope: Envelope, host: string): Writing {
  switch (content.kind) {
    case 'reminder':
      return writeReminder(content, envelope);
    case 'digest':
      return writeDigest(content, envelope);
    case 'notice':
      return writeWording(noticeWording(content.notice));
    case 'test':
      return writeWording(testWording(content.channel));
    default:
      return writeAccount(content.kind, envelope.links, host);
  }
}

function writeReminder(due: Extract<Content, { kind: 'reminder' }>, envelope: Envelope): Writing {
  const { title, rest } = splitDescription(due.todo);
  const notes = paragraphs(due.todo.notes ?? '');
  const { done, snooze } = envelope.links;
  const buttons = [
    ...(done ? [{ label: 'Done', url: done }] : []),
    ...(snooze ? [{ label: 'Snooze 1 h', url: snooze }] : []),
  ];
  const blocks: Block[] = [
    { heading: title },
    ...timeLines(due, envelope).map((line) => ({ line })),
    ...[rest, notes].filter(Boolean).map((quote) => ({ quote })),
    ...(buttons.length > 0 ? [{ buttons }] : []),
  ];
  return { subject: title, blocks };
}

function writeDigest(digest: Extract<Content, { kind: 'digest' }>, envelope: Envelope): Writing {
  const { due } = digest;
  const subject = digestTitle(digest, envelope);
  const entries = due.slice(0, mostNamed).map((entry) => ({
    title: splitDescription(entry.todo).title,
    detail: dueText(entry, envelope.zone),
  }));
  const more = due.length - entries.length;
  const blocks: Block[] = [
    { heading: subject },
    { entries },
    ...(more > 0 ? [{ line: `And ${counted(more, 'more reminder')}.` }] : []),
    { line: `Times are those of ${envelope.zone}.` },
  ];
  return { subject, blocks };
}

function writeWording({ title, lines }: Wording): Writing {
  return { subject: title, blocks: [{ heading: title }, ...lines.map((line) => ({ line }))] };
}

function writeAccount(kind: AccountKind, { action }: Links, host: string): Writing {
  if (!action) throw new Error(`an e-mail of the kind ${kind} lacks its link`);
  const { button, ignore, ...wording } = accountWording(kind, host);
  const { subject, blocks } = writeWording(wording);
  return { subject, blocks: [...blocks, { buttons: [{ label: button, url: action }] }, { line: ignore }] };
}
