import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { LocalPostgresError } from '../index.ts';
import { findBinaries } from '../src/find-binaries.ts';

test('finds programs that run here', () => {
  const { initdb, postgres } = findBinaries();
  expect(spawnSync(initdb, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^initdb \(PostgreSQL\) 18\./);
  expect(spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);
});

test('names the way out where there are none', () => {
  const find = () => findBinaries('plan9-mips');
  expect(find).toThrow(LocalPostgresError);
  expect(find).toThrow('there is no embedded PostgreSQL for plan9-mips: set DATABASE_URL');
});
