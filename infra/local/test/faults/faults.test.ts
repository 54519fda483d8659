import { test } from 'vitest';
import { weatherOutage } from './outages.ts';

test('connections cut, PostgreSQL crashed and killed, an api killed in the middle of writes: nothing is lost or doubled', () =>
  weatherOutage({
    apis: 2,
    workers: 1,
    clients: 16,
    faults: [
      ({ server }) => server.cutConnections(),
      ({ server }) => server.crash(),
      ({ server }) => server.killAndStart(500),
      async ({ apis }) => apis[0]?.restart(),
    ],
    unanswered: true,
  }));
