import type { Content, DueTodo, Envelope } from '../src/channels/message.ts';

/** A reminder of Tuesday, 1 December 2026, 09:00 in Berlin, that fired in time. */
export function dueTodo(todo: Partial<DueTodo['todo']> = {}, reminder: Partial<DueTodo['reminder']> = {}): DueTodo {
  return {
    reminder: { id: 1, scheduled_for: '2026-12-01T08:00:00.000Z', fired_at: '2026-12-01T08:00:00.004Z', ...reminder },
    todo: {
      id: 7,
      description: 'Water the plants',
      notes: null,
      priority: 0,
      due_date: '2026-12-01T08:00:00.000Z',
      time_zone: null,
      ...todo,
    },
  };
}

export function reminder(...parameters: Parameters<typeof dueTodo>): Content {
  return { kind: 'reminder', ...dueTodo(...parameters) };
}

/** A message made a second after that reminder. */
export function envelope(fields: Partial<Envelope> = {}): Envelope {
  return {
    id: '7c1d-1-3',
    zone: 'Europe/Berlin',
    now: new Date('2026-12-01T08:00:01.000Z'),
    links: {},
    ...fields,
  };
}

export const disabled: Content = {
  kind: 'notice',
  notice: { event: 'channel.disabled', channel: { id: 4, name: 'Phone' }, reason: 'the receiver answered 410 Gone' },
};

export const trial: Content = { kind: 'test', channel: { id: 4, name: 'Phone' } };
