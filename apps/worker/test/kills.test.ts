import { test } from 'vitest';
import { weatherStorm } from './kill-storm.ts';

test('3 workers, 2,000 reminders due within 5 s, one worker killed every second, PostgreSQL restarted in the middle: each fires once and arrives', () =>
  weatherStorm({
    reminders: 2000,
    withinMs: 5000,
    options: { leaseMs: 3000, sendTimeoutMs: 2000, retryTable: Array(20).fill(200), maxSleepMs: 1000 },
    recoveryMs: 60_000,
  }));
