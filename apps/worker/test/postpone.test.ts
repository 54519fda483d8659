import { expect, test } from 'vitest';
import type { ClaimedChannel, ClaimedDelivery } from '../src/delivery/claimed-delivery.ts';
import { postpone } from '../src/delivery/postpone.ts';

const channel: ClaimedChannel = {
  id: 1,
  kind: 'email',
  name: 'mail',
  url: null,
  secrets: [],
  address: 'me@example.com',
  topic: null,
  token: null,
  digest_at: '09:00:00',
  quiet_hours: null,
  failing_since: null,
};

/** A reminder of a time in Berlin on 1 December 2026, claimed at another, for a channel with a digest at 09:00. */
function claim(scheduledFor: string, at: string, more: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  const moment = (time: string) => Date.parse(`2026-12-01T${time}+01:00`);
  return {
    id: 1,
    account_id: 1,
    kind: 'reminder',
    claim: 1,
    attempts: 0,
    webhook_id: 'id',
    request_id: null,
    takeover: false,
    takeovers: null,
    scheduled_for: moment(scheduledFor),
    now: moment(at),
    held_for: null,
    redelivered: false,
    zone: 'Europe/Berlin',
    channel,
    recipient: null,
    password_reset_id: null,
    invitation_id: null,
    reminder: null,
    todo: null,
    notes_left_out: false,
    due_date: null,
    notice: null,
    folded: null,
    obsolete: null,
    ...more,
  };
}

test.each([
  ['before it', '07:30:00.000', '07:30:00.004', '2026-12-01T08:00:05.000Z'],
  ['at its very time, such as what is due all day', '09:00:00.000', '09:00:00.004', '2026-12-01T08:00:05.000Z'],
  ['after it', '09:00:00.001', '09:00:00.005', '2026-12-02T08:00:05.000Z'],
  ['before it, while no worker ran', '07:30:00.000', '11:12:13.140', '2026-12-01T10:12:15.000Z'],
])('a daily digest tells what rings %s', (_, scheduledFor, at, until) => {
  const waits = postpone(claim(scheduledFor, at), 3_600_000);
  expect(waits).toEqual({ until: new Date(until), reason: 'digest' });
});

test('what has waited for a digest goes into it', () => {
  expect(postpone(claim('07:30:00.000', '09:00:05.001', { held_for: 'digest' }), 3_600_000)).toBe('fold');
});
