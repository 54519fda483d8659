import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { upload } from './upload.ts';

// What leaves as a file and comes in again, elsewhere and where it came from.

let [from, to]: TestApi[] = [];
const here = () => demand(from);
const there = () => demand(to);

beforeEach(async () => {
  [from, to] = await Promise.all([startApi(), startApi()]);
  await settle(here());
});
afterEach(async () => {
  await Promise.all([here().close(), there().close()]);
});

function demand(api: TestApi | undefined): TestApi {
  if (!api) throw new Error('the api did not start');
  return api;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; what they find is asserted
type Json = any;

const read = async (api: TestApi, format: string): Promise<Json> => {
  const { status, body } = await api.send('GET', `/api/v1/export?format=${format}`);
  expect(status).toBe(200);
  return body;
};

/** An account with something of everything that leaves it. */
async function settle(api: TestApi): Promise<void> {
  const write = async (path: string, body: object, method = 'POST') => {
    const answer = await api.send(method, `/api/v1${path}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body?.id as number;
  };
  await write(
    '/me',
    {
      name: 'Ada',
      time_zone: 'Europe/Berlin',
      default_reminder_time: '07:30',
      default_reminders: [{ before: '-PT15M' }, { before: 'PT0S' }],
      quiet_hours: { start: '22:00', end: '06:00' },
    },
    'PATCH',
  );
  const home = await write('/lists', { name: 'home', default_reminders: [{ before: '-P1D' }] });
  const archived = await write('/lists', { name: 'home' });
  await write(`/lists/${archived}`, { archived: true }, 'PATCH');
  const first = await write('/lists', { name: 'first' });
  await write(`/lists/${first}/move`, { before: home });
  const labels = [await write('/labels', { name: 'eggs, "milk"' }), await write('/labels', { name: 'Urgent' })];
  await write('/labels', { name: 'of nothing' });

  const whole = await write('/todos', { description: 'a whole', list_id: home, due_date: '2126-12-01' });
  const notes = 'one\ntwo\n牛奶\t=1+1';
  const part = await write('/todos', { description: '=a, "part" 🥛', parent_id: whole, notes, label_ids: labels });
  await write('/todos', { description: 'a part of it', parent_id: part, priority: 4 });
  const series = await write('/todos', {
    description: 'a series',
    due_date: '2126-12-01T09:00:00+01:00',
    time_zone: 'America/New_York',
    recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH',
    recurrence_from: 'completion',
    reminders: [{ before: '-P1DT1H' }, { at: '2126-11-01T00:00:00Z' }],
  });
  await write(`/todos/${series}`, { completed: true }, 'PATCH');
  const last = await write('/todos', {
    description: 'the last',
    due_date: '2126-01-01',
    recurrence: 'FREQ=DAILY;COUNT=1',
  });
  await write(`/todos/${last}`, { completed: true }, 'PATCH');
  const snoozed = await write('/todos', { description: 'snoozed', due_date: '2026-01-01T00:00:00Z', reminders: [] });
  await write(`/todos/${snoozed}/snooze`, { duration: 'P30D' });
  await write('/todos', { description: 'in the other home', list_id: archived, completed: true });
  const gone = await write('/todos', { description: 'gone', due_date: '2126-12-01' });
  await api.send('DELETE', `/api/v1/todos/${gone}`);
  const moved = await write('/todos', { description: 'moved to the front' });
  await write(`/todos/${moved}/move`, { before: whole });
}

test('JSON that comes into an empty account leaves it as it was', async () => {
  const { exported_at: _, ...before } = await read(here(), 'json');
  const { body } = await upload(there(), 'json', before);
  expect(body).toMatchObject({ settings: 'applied', created: { todos: 9, lists: 3, labels: 3 }, problems: [] });
  const { exported_at: __, ...after } = await read(there(), 'json');
  expect(after).toEqual(before);
  // and everything rings there as it does here
  const upcoming = async (api: TestApi) => {
    const { data } = (await api.send('GET', '/api/v1/reminders')).body;
    return data.map(({ trigger, scheduled_for, description }: Json) => [trigger, scheduled_for, description]);
  };
  expect(await upcoming(there())).toEqual(await upcoming(here()));
});

test.each(['json', 'ics', 'csv'])('%s that comes into the account that it left changes nothing', async (format) => {
  const before = await read(here(), 'json');
  const told = async () => (await here().database.pool.query('select count(*)::int as n from changes')).rows;
  const toldBefore = await told();
  const { body } = await upload(here(), format, await read(here(), format));
  expect(body).toMatchObject({ created: { todos: 0, lists: 0, labels: 0 }, problems: [] });
  expect(body.rows_read).toBeGreaterThan(7);
  expect(body.unchanged).toBe(body.rows_read);
  expect({ ...(await read(here(), 'json')), exported_at: null }).toEqual({ ...before, exported_at: null });
  expect(await told()).toEqual(toldBefore);
});

test.each(['ics', 'csv'])(
  '%s that comes into another account leaves it as it was, as far as it carries that',
  async (format) => {
    const { settings } = await read(here(), 'json');
    await there().send('PATCH', '/api/v1/me', settings);
    const before = await read(here(), format);
    const { body } = await upload(there(), format, before);
    expect(body).toMatchObject({ problems: [], warnings: [] });
    expect(withoutStamps(await read(there(), format))).toEqual(withoutStamps(before));
  },
);

/** Of when a calendar was written, and how often a todo was changed. */
function withoutStamps(text: string): string[] {
  return text.split('\r\n').filter((line) => !/^(DTSTAMP|SEQUENCE)[:;]/.test(line));
}
