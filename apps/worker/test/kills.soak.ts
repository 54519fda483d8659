import { test } from 'vitest';
import { weatherStorm } from './kill-storm.ts';

test('20,000 reminders within 10 s and the real lease: everything has arrived within 60 s of the last fault', () =>
  weatherStorm({ reminders: 20_000, withinMs: 10_000, options: {}, recoveryMs: 60_000 }));
