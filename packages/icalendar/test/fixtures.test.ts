import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CalendarItem, readCalendar } from '../index.ts';
import { inBerlin } from './reading.ts';

// What other programs wrote: how is in fixtures/README.md.

test('todoman: a stream of calendars, with days and moments', async () => {
  const items = await read('todoman');
  expect(items.map(({ kind }) => kind).filter((kind) => kind === 'calendar')).toHaveLength(4);
  expect(todosOf(items)).toMatchObject([
    {
      line: 4,
      todo: { description: 'With a description', notes: 'two\n\nlines, and a comma', due_date: null, reminders: null },
      lost: [],
    },
    {
      todo: { description: 'Buy presents', due_date: '2026-12-24', time_zone: null },
      lost: [{ property: 'DTSTART' }, { property: 'LOCATION' }],
    },
    {
      todo: {
        uid: 'efff862ede22401a8d81ea43d3d4997f@example',
        description: 'Call the plumber, again; he forgot 🛁',
        due_date: '2026-12-01T08:00:00.000Z',
        priority: 3,
        completed: false,
        created_at: '2026-11-27T01:32:06.000Z',
      },
      lost: [],
    },
    {
      todo: {
        description: 'Send the report',
        due_date: '2026-11-20T16:30:00.000Z',
        priority: 1,
        completed: true,
        completed_at: '2026-11-27T01:32:08.000Z',
      },
      lost: [],
    },
  ]);
});

test('Emacs: local times without a zone are those of the account', async () => {
  const items = await read('emacs-org');
  expect(items[0]).toEqual({ kind: 'calendar', line: 1, name: 'org' });
  expect(todosOf(items)).toMatchObject([
    {
      todo: {
        uid: 'TODO-rent',
        description: 'Pay the rent',
        notes: 'By bank transfer; 700 €, as always',
        labels: ['money', 'flat', 'org'],
        due_date: '2026-12-01T08:00:00.000Z',
        time_zone: null,
        priority: 4,
      },
      lost: [{ property: 'DTSTART' }],
    },
    { todo: { description: 'Sweep the stairs', due_date: '2026-12-06', priority: 3 }, lost: [{ property: 'DTSTART' }] },
    { todo: { description: 'Buy a broom', completed: true, completed_at: null, priority: 1 }, lost: [] },
  ]);
});

test('calcurse: todos without a UID, and an appointment that is none', async () => {
  const items = await read('calcurse');
  expect(items[1]).toMatchObject({ kind: 'skipped', line: 4, component: 'VEVENT' });
  expect(todosOf(items).map(({ todo }) => todo)).toMatchObject([
    { uid: null, description: 'Water the plants', priority: 4, completed: false, created_at: null, updated_at: null },
    { uid: null, description: 'Read the paper', priority: 0 },
    { uid: null, description: 'Renew the passport', priority: 3, completed: true, completed_at: null },
  ]);
});

test('python-icalendar: zones, alarms of every kind, rules and relations', async () => {
  const items = await read('python-icalendar');
  expect(items[0]).toMatchObject({ kind: 'calendar', name: 'Garden' });
  const [bed, seeds, shed, own] = todosOf(items);
  expect(bed).toMatchObject({
    todo: {
      uid: 'bed@garden',
      description: 'Dig the bed, “deep”',
      labels: ['garden', 'spring, early'],
      due_date: '2027-03-30T07:00:00.000Z',
      time_zone: 'Europe/Berlin',
      reminders: [{ before: '-PT15M' }, { before: '-P1D' }, { at: '2027-03-29T12:00:00.000Z' }],
      recurrence: 'FREQ=YEARLY;COUNT=5',
      recurrence_start: '2027-03-30T09:00:00.000',
      created_at: '2026-11-01T08:00:00.000Z',
      updated_at: '2026-11-02T08:00:00.000Z',
    },
    lost: [],
  });
  // on a day at 10:00, which is an hour after it rings by itself; and two days before
  expect(seeds).toMatchObject({
    todo: {
      parent_uid: 'bed@garden',
      due_date: '2027-02-01',
      reminders: [{ at: '2027-02-01T09:00:00.000Z' }, { before: '-P2D' }],
    },
    lost: [{ property: 'DTSTART' }, { property: 'PERCENT-COMPLETE' }],
  });
  expect(shed).toMatchObject({
    todo: { parent_uid: null, due_date: '2027-05-01T11:00:00.000Z' },
    child_uids: ['brush@garden'],
    lost: [{ property: 'DTSTART' }, { property: 'RELATED-TO' }],
  });
  expect(own).toMatchObject({
    todo: { due_date: '2027-07-01T17:00:00.000Z', time_zone: null, recurrence: 'FREQ=DAILY;INTERVAL=2' },
    lost: [{ property: 'TZID' }, { property: 'EXDATE' }],
  });
});

test('ts-ics: what is under way, cancelled, done, and takes a while', async () => {
  const items = await read('ts-ics');
  expect(items.slice(0, 2)).toMatchObject([
    { kind: 'calendar', name: 'Chores' },
    { kind: 'skipped', component: 'VEVENT' },
  ]);
  expect(todosOf(items)).toMatchObject([
    {
      todo: {
        description: 'Put the bins out; both, and the glass',
        notes: 'the green\nand the brown',
        labels: ['home', 'outside', 'mostly'],
        recurrence: 'FREQ=WEEKLY;UNTIL=20270630T000000Z;BYDAY=TU',
        completed: false,
      },
      lost: [{ property: 'EXDATE' }, { property: 'PERCENT-COMPLETE' }, { property: 'LOCATION' }],
    },
    { todo: { description: 'File the taxes', due_date: '2027-05-31T10:00:00.000Z' }, lost: [{ property: 'DTSTART' }] },
    { todo: { description: 'Not any more', due_date: '2026-10-01', completed: true }, lost: [{ property: 'STATUS' }] },
    {
      todo: { description: 'Done long ago', completed: true, completed_at: '2026-10-02T11:00:00.000Z' },
      lost: [],
    },
  ]);
});

async function read(program: string): Promise<CalendarItem[]> {
  const file = createReadStream(join(import.meta.dirname, 'fixtures', `${program}.ics`), { encoding: 'utf8' });
  const items = [];
  for await (const item of readCalendar(file, inBerlin)) items.push(item);
  return items;
}

function todosOf(items: CalendarItem[]) {
  return items.filter((item) => item.kind === 'todo');
}
