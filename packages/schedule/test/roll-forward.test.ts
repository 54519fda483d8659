import { describe, expect, test } from 'vitest';
import { type CurrentOccurrence, previewOccurrences, rollForward, seriesStart } from '../index.ts';

const berlin = { zone: 'Europe/Berlin', done: 0 } as const;
const weekdays = {
  ...berlin,
  rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  start: '2026-11-02T09:00:00.000',
  recurrenceFrom: 'due',
} as const;
const at = (text: string) => ({ at: new Date(text) });

describe('from due: the first planned occurrence after both the due date and now', () => {
  test.each([
    ['on time', '2026-11-25T08:00:00Z', '2026-11-25T08:05:00Z', '2026-11-26T08:00:00Z'],
    ['early', '2026-11-25T08:00:00Z', '2026-11-24T20:00:00Z', '2026-11-26T08:00:00Z'],
    ['after the weekend', '2026-11-27T08:00:00Z', '2026-11-29T12:00:00Z', '2026-11-30T08:00:00Z'],
    [
      'weeks late: what was missed does not pile up',
      '2026-11-02T08:00:00Z',
      '2026-11-25T07:59:59Z',
      '2026-11-25T08:00:00Z',
    ],
    ['at the very moment of a later one', '2026-11-02T08:00:00Z', '2026-11-25T08:00:00Z', '2026-11-26T08:00:00Z'],
    ['snoozed to the evening', '2026-11-25T18:00:00Z', '2026-11-25T18:01:00Z', '2026-11-26T08:00:00Z'],
  ])('done %s', (_, due, now, expected) => {
    const current = { ...weekdays, due: at(due), now: new Date(now) };
    expect(rollForward(current)).toEqual(at(expected));
    expect(rollForward({ ...current, skip: true })).toEqual(at(expected));
  });

  test('a time that the clocks moved is back the day after', () => {
    const series = {
      ...berlin,
      rule: 'FREQ=DAILY',
      start: seriesStart(at('2026-03-28T01:30:00Z'), berlin.zone),
      recurrenceFrom: 'due',
    } as const;
    const moved = rollForward({ ...series, due: at('2026-03-28T01:30:00Z'), now: new Date('2026-03-28T02:00:00Z') });
    expect(moved).toEqual(at('2026-03-29T01:30:00Z'));
    expect(rollForward({ ...series, due: at('2026-03-29T01:30:00Z'), now: new Date('2026-03-29T02:00:00Z') })).toEqual(
      at('2026-03-30T00:30:00Z'),
    );
  });

  test('monthly on the 31st goes by the last days of short months, and returns', () => {
    const series = { ...berlin, rule: 'FREQ=MONTHLY', start: '2026-01-31', recurrenceFrom: 'due' } as const;
    const days: unknown[] = [];
    for (let due = { on: '2026-01-31' }; days.length < 4; ) {
      const next = rollForward({ ...series, due, now: new Date(`${due.on}T12:00:00Z`) });
      if (!next || !('on' in next)) throw new Error('the series ended');
      days.push(next.on);
      due = next;
    }
    expect(days).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  test('an all-day todo that is overdue is next due tomorrow: today has begun', () => {
    const current = {
      ...berlin,
      rule: 'FREQ=DAILY',
      start: '2026-11-01',
      recurrenceFrom: 'due',
      due: { on: '2026-11-20' },
    } as const;
    // it is already the 26th in Berlin
    expect(rollForward({ ...current, now: new Date('2026-11-25T23:30:00Z') })).toEqual({ on: '2026-11-27' });
  });

  test('COUNT counts what was planned, the missed ones too', () => {
    const current = {
      ...berlin,
      rule: 'FREQ=DAILY;COUNT=5',
      start: '2026-11-01',
      recurrenceFrom: 'due',
      due: { on: '2026-11-01' },
    } as const;
    expect(rollForward({ ...current, now: new Date('2026-11-04T12:00:00Z') })).toEqual({ on: '2026-11-05' });
    expect(rollForward({ ...current, now: new Date('2026-11-05T12:00:00Z') })).toBeNull();
  });

  test('UNTIL ends', () => {
    const current = { ...weekdays, rule: `${weekdays.rule};UNTIL=20261126`, now: new Date('2026-11-25T12:00:00Z') };
    expect(rollForward({ ...current, due: at('2026-11-25T08:00:00Z') })).toEqual(at('2026-11-26T08:00:00Z'));
    expect(rollForward({ ...current, due: at('2026-11-26T08:00:00Z') })).toBeNull();
  });
});

describe('from completion: the series starts again on the day of the completion', () => {
  const plants = {
    ...berlin,
    rule: 'FREQ=DAILY;INTERVAL=3',
    start: '2026-11-02T09:00:00.000',
    recurrenceFrom: 'completion',
  } as const;

  test.each([
    ['on time', '2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z', '2026-11-23T08:00:00Z'],
    ['two days late', '2026-11-20T08:00:00Z', '2026-11-22T10:00:00Z', '2026-11-25T08:00:00Z'],
    ['late, but before its time of day', '2026-11-20T08:00:00Z', '2026-11-22T05:00:00Z', '2026-11-25T08:00:00Z'],
    [
      'late in the evening, which is tomorrow in Berlin',
      '2026-11-20T08:00:00Z',
      '2026-11-20T23:30:00Z',
      '2026-11-24T08:00:00Z',
    ],
    ['a day early', '2026-11-20T08:00:00Z', '2026-11-19T10:00:00Z', '2026-11-22T08:00:00Z'],
    [
      'so early that the next would not be after the due date',
      '2026-11-20T08:00:00Z',
      '2026-11-17T10:00:00Z',
      '2026-11-23T08:00:00Z',
    ],
    ['over a change of the clocks', '2026-10-24T07:00:00Z', '2026-10-24T10:00:00Z', '2026-10-27T08:00:00Z'],
  ])('done %s', (_, due, now, expected) => {
    expect(rollForward({ ...plants, due: at(due), now: new Date(now) })).toEqual(at(expected));
  });

  test.each([
    ['on its day', '2026-11-20T10:00:00Z', '2026-11-23T08:00:00Z'],
    ['early', '2026-11-18T10:00:00Z', '2026-11-23T08:00:00Z'],
    ['late', '2026-11-24T10:00:00Z', '2026-11-26T08:00:00Z'],
  ])('skipped %s it goes on from its due day', (_, now, expected) => {
    expect(rollForward({ ...plants, due: at('2026-11-20T08:00:00Z'), now: new Date(now), skip: true })).toEqual(
      at(expected),
    );
  });

  test('all-day, monthly', () => {
    const current = { ...plants, rule: 'FREQ=MONTHLY', start: '2026-01-31', due: { on: '2026-01-31' } };
    expect(rollForward({ ...current, now: new Date('2026-02-10T12:00:00Z') })).toEqual({ on: '2026-03-10' });
  });

  test('COUNT counts completions', () => {
    const current = {
      ...plants,
      rule: 'FREQ=DAILY;COUNT=3',
      due: at('2026-11-20T08:00:00Z'),
      now: new Date('2026-12-24T12:00:00Z'),
    };
    expect(rollForward({ ...current, done: 1 })).toEqual(at('2026-12-25T08:00:00Z'));
    expect(rollForward({ ...current, done: 2 })).toBeNull();
    expect(rollForward({ ...current, done: 2, skip: true })).toEqual(at('2026-12-25T08:00:00Z'));
  });
});

describe('a preview', () => {
  test('from due: what is planned after both the due date and now', () => {
    const current: CurrentOccurrence = {
      ...weekdays,
      due: at('2026-11-02T08:00:00Z'),
      now: new Date('2026-11-27T12:00:00Z'),
    };
    expect(previewOccurrences({ ...current, limit: 2 })).toEqual([
      at('2026-11-30T08:00:00Z'),
      at('2026-12-01T08:00:00Z'),
    ]);
  });

  test.each([
    ['as if each were done on its day', '2026-11-18T12:00:00Z', ['2026-11-23', '2026-11-26', '2026-11-29']],
    ['an overdue one today', '2026-11-25T12:00:00Z', ['2026-11-28', '2026-12-01', '2026-12-04']],
  ])('from completion: %s', (_, now, days) => {
    const current: CurrentOccurrence = {
      ...berlin,
      rule: 'FREQ=DAILY;INTERVAL=3;COUNT=5',
      start: '2026-11-02',
      recurrenceFrom: 'completion',
      due: { on: '2026-11-20' },
      now: new Date(now),
      done: 1,
    };
    expect(previewOccurrences({ ...current, limit: 10 })).toEqual(days.map((on) => ({ on })));
  });
});

test('a todo that is due otherwise than its series starts is read by the day, or its beginning', () => {
  expect(rollForward({ ...weekdays, due: { on: '2026-11-25' }, now: new Date('2026-11-24T00:00:00Z') })).toEqual(
    at('2026-11-25T08:00:00Z'),
  );
  const allDay = { ...weekdays, start: '2026-11-02', due: at('2026-11-25T08:00:00Z') };
  expect(rollForward({ ...allDay, now: new Date('2026-11-24T00:00:00Z') })).toEqual({ on: '2026-11-26' });
});

test('daily 02:30 over both DST changes, monthly on the 31st, yearly on 29 Feb', () => {
  const dates = (rule: string, first: string, count: number) => {
    const start = seriesStart(at(first), berlin.zone);
    const found: string[] = [];
    for (let due = at(first); found.length < count; ) {
      const next = rollForward({ ...berlin, rule, start, recurrenceFrom: 'due', due, now: due.at });
      if (!next || !('at' in next)) throw new Error('the series ended');
      found.push(next.at.toISOString());
      due = next;
    }
    return found;
  };
  // 02:30 in Berlin: skipped on 29 March (03:30 instead), shown twice on 25 October (the first)
  expect(dates('FREQ=DAILY', '2026-03-27T01:30:00Z', 4)).toEqual([
    '2026-03-28T01:30:00.000Z',
    '2026-03-29T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
    '2026-03-31T00:30:00.000Z',
  ]);
  expect(dates('FREQ=DAILY', '2026-10-23T00:30:00Z', 4)).toEqual([
    '2026-10-24T00:30:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
    '2026-10-27T01:30:00.000Z',
  ]);
  expect(dates('FREQ=MONTHLY', '2026-01-31T08:00:00Z', 4)).toEqual([
    '2026-02-28T08:00:00.000Z',
    '2026-03-31T07:00:00.000Z',
    '2026-04-30T07:00:00.000Z',
    '2026-05-31T07:00:00.000Z',
  ]);
  expect(dates('FREQ=YEARLY', '2028-02-29T08:00:00Z', 4)).toEqual([
    '2029-02-28T08:00:00.000Z',
    '2030-02-28T08:00:00.000Z',
    '2031-02-28T08:00:00.000Z',
    '2032-02-29T08:00:00.000Z',
  ]);
});
