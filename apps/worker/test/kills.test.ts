import { expect, test } from 'vitest';
import { addChannel, addReminders } from './arrange.ts';
import { kill, startWorkerProcess, weatherStorm } from './kill-storm.ts';
import { useStage } from './stage.ts';

const stage = useStage();

test('the real lease: what a killed worker held arrives within 35 s', async () => {
  const { database, receiver, work, onEnd } = stage();
  const inbox = await receiver((response, message) => {
    // the first one is never answered
    if (inbox.received[0] !== message) response.end();
  });
  await addChannel(database.pool, inbox.url);
  await addReminders(database.pool, 1);
  const victim = await startWorkerProcess(database.appUrl, {});
  onEnd(() => kill(victim));
  await inbox.receive(1);
  await kill(victim);
  await work();
  const [first, second] = await inbox.receive(2, 40_000);
  expect(second?.id).toBe(first?.id);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(35_000);
});

test('3 workers, 2,000 reminders due within 5 s, one worker killed every second, PostgreSQL restarted in the middle: each fires once and arrives', () =>
  weatherStorm({
    reminders: 2000,
    withinMs: 5000,
    options: { leaseMs: 3000, sendTimeoutMs: 2000, retryTable: Array(20).fill(200), maxSleepMs: 1000 },
    recoveryMs: 60_000,
  }));
