import { test } from 'vitest';
import { type Scene, weatherOutage } from './outages.ts';

const any = <T>(list: T[]): T | undefined => list[Math.floor(Math.random() * list.length)];

const faults = [
  ({ server }: Scene) => server.cutConnections(),
  ({ server }: Scene) => server.crash(),
  ({ server }: Scene) => server.killAndStart(3000),
  async ({ workers }: Scene) => any(workers)?.restart(),
  async ({ apis }: Scene) => any(apis)?.restart(),
  // all at once
  async ({ server, apis, workers }: Scene) => {
    await Promise.all([server.killAndStart(1000), ...[...apis, ...workers].map((each) => each.restart())]);
  },
];

test('two apis, three workers, 32 clients, and whatever can go wrong three times over: nothing is lost or doubled', () =>
  weatherOutage({ apis: 2, workers: 3, clients: 32, faults: [...faults, ...faults, ...faults], unanswered: true }));
