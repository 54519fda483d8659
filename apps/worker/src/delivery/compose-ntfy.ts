import type { Content, Envelope } from '../channels/message.ts';
import type { NtfyMessage } from '../channels/ntfy.ts';
import { digestTitle, noticeWording, paragraphs, splitDescription, testWording, timeLines } from './wording.ts';

/** Where a channel publishes. */
export type NtfyTarget = Pick<NtfyMessage, 'url' | 'topic' | 'token'>;

type Told = Omit<NtfyMessage, keyof NtfyTarget>;

/** How many reminders a digest names; a notification has no room for more. */
const mostNamed = 5;
const usualPriority = 3;
/** Of ntfy (1 lowest, 3 as usual, 5 highest) by that of the todo (0 none, 1 lowest, 4 highest). */
const priorities = [usualPriority, 2, 3, 4, 5];

/** What a notification says, and its buttons. Throws for what ntfy does not tell. */
export function composeNtfy(content: Content, envelope: Envelope, { url, topic, token }: NtfyTarget): NtfyMessage {
  return { url, topic, token, ...tell(content, envelope) };
}

function tell(content: Content, envelope: Envelope): Told {
  switch (content.kind) {
    case 'reminder':
      return tellReminder(content, envelope);
    case 'digest':
      return tellDigest(content, envelope);
    case 'notice': {
      const { title, lines } = noticeWording(content.notice);
      return { title, message: lines.join('\n\n'), priority: 4, tags: ['warning'], actions: [] };
    }
    case 'test': {
      const { title, lines } = testWording(content.channel);
      return { title, message: lines.join('\n\n'), priority: usualPriority, tags: ['white_check_mark'], actions: [] };
    }
    default:
      throw new Error(`ntfy cannot tell what is about the account itself: ${content.kind}`);
  }
}

function tellReminder(due: Extract<Content, { kind: 'reminder' }>, envelope: Envelope): Told {
  const { title, rest } = splitDescription(due.todo);
  const { done, snooze } = envelope.links;
  const texts = [timeLines(due, envelope).join('\n'), rest, paragraphs(due.todo.notes ?? '')];
  return {
    title,
    message: texts.filter(Boolean).join('\n\n'),
    priority: priorityOf(due.todo),
    tags: ['alarm_clock'],
    actions: [
      ...(done ? [{ label: 'Done', url: done }] : []),
      ...(snooze ? [{ label: 'Snooze 1 h', url: snooze }] : []),
    ],
  };
}

function tellDigest(digest: Extract<Content, { kind: 'digest' }>, envelope: Envelope): Told {
  const { due } = digest;
  const named = due.slice(0, mostNamed).map(({ todo }) => `• ${splitDescription(todo).title}`);
  const more = due.length > mostNamed ? [`and ${(due.length - mostNamed).toLocaleString('en-US')} more`] : [];
  return {
    title: digestTitle(digest, envelope),
    message: [...named, ...more].join('\n'),
    priority: Math.max(usualPriority, ...due.map(({ todo }) => priorityOf(todo))),
    tags: ['bell'],
    actions: [],
  };
}

function priorityOf({ priority }: { priority: number }): number {
  return priorities[priority] ?? usualPriority;
}
