import { expect, test } from 'vitest';
import { isTimeZone } from '../index.ts';

test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Etc/GMT+5'])(
  '%s is one',
  (name) => {
    expect(isTimeZone(name)).toBe(true);
  },
);

test.each(['', '+01:00', '-05', 'Berlin', 'Europe/Bonn', 'Mars/Olympus', 'UTC ', 'Europe/Berlin\0', '../etc/passwd'])(
  '%j is none',
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);
