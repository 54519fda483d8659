import { Html, html } from '../../page.ts';
import type { Link } from './links.ts';

/** A page for people: what to say, and how to go on. */
export interface Page {
  title: string;
  content: Html;
}

/** How long a snooze can be, as buttons. */
const snoozes = [
  { duration: 'PT15M', name: '15 minutes', later: 'in 15 minutes' },
  { duration: 'PT1H', name: '1 hour', later: 'in 1 hour' },
  { duration: 'PT3H', name: '3 hours', later: 'in 3 hours' },
  { duration: 'P1D', name: 'Tomorrow', later: 'tomorrow, at this time' },
] as const;

/** What a link can do, with a button to do it; where there is nothing to do any more, it says so. */
export function offer(link: Link): Page {
  const nothingToDo = isPast(link) ?? isDone(link);
  if (nothingToDo) return nothingToDo;
  switch (link.action) {
    case 'done':
      return { title: 'Is it done?', content: html`<p>${link.todo.description}</p>${form('It is done')}` };
    case 'snooze': {
      const buttons = snoozes.map(
        ({ duration, name }) => html`<button name="duration" value="${duration}">${name}</button>`.text,
      );
      return {
        title: 'Ring again later',
        content: html`<p>${link.todo.description}</p>
<form method="post"><p>${new Html(buttons.join('\n'))}</p></form>`,
      };
    }
    case 'confirm':
      return {
        title: 'Confirm the address',
        content: html`<p>Somebody wants their reminders to be sent to ${link.channel.address ?? ''}. If it was not you, close this page: nothing will come.</p>${form('It was me')}`,
      };
    case 'unsubscribe':
      return {
        title: 'Send nothing more',
        content: html`<p>The channel ${link.channel.name} is switched off then, and what is still to be sent there is dropped.</p>${form('Send nothing more')}`,
      };
  }
}

/** What it says where the message is out of date, and undefined where it is not. */
export function isPast(link: Link): Page | undefined {
  if (!('todo' in link)) return undefined;
  const { description } = link.todo;
  if (link.occurrence === 'over')
    return {
      title: 'Not any more',
      content: html`<p>${description}</p><p>It has been moved or deleted since the message was sent. Nothing was changed.</p>`,
    };
  if (link.occurrence === 'done' && link.action === 'snooze')
    return { title: 'It is done', content: html`<p>${description}</p><p>It rings no more. Nothing was changed.</p>` };
  return undefined;
}

/** What it says once it has been done what the link is for, and undefined before. */
function isDone(link: Link): Page | undefined {
  const done =
    link.action === 'done'
      ? link.occurrence === 'done'
      : link.action === 'confirm'
        ? link.channel.confirmed
        : link.action === 'unsubscribe' && !link.channel.enabled && !link.channel.confirmed;
  return done ? report(link) : undefined;
}

/** What it says when it has been done, however often. */
export function report(link: Link, duration = 'PT1H'): Page {
  switch (link.action) {
    case 'done':
      return { title: 'Done', content: html`<p>${link.todo.description}</p>` };
    case 'snooze': {
      const later = snoozes.find((each) => each.duration === duration)?.later ?? 'later';
      return { title: 'It rings again', content: html`<p>${link.todo.description}</p><p>It rings again ${later}.</p>` };
    }
    case 'confirm':
      return {
        title: 'Confirmed',
        content: html`<p>Reminders are sent to ${link.channel.address ?? ''} from now on.</p>`,
      };
    case 'unsubscribe':
      return {
        title: 'Nothing more is sent',
        content: html`<p>The channel ${link.channel.name} is switched off. Its account can switch it on again.</p>`,
      };
  }
}

function form(button: string): Html {
  return html`
<form method="post"><p><button>${button}</button></p></form>`;
}
