// `npm test`: formatting and lint, types, and every test on a real PostgreSQL. What follows `--` goes to vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'duebell-check-'));
const report = join(folder, 'report.json');

const ok =
  run('turbo', ['run', 'lint', 'lint:root', 'typecheck', 'typecheck:root', '--output-logs=errors-only']) &&
  run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]);
const { passed, failed } = count();
rmSync(folder, { recursive: true });
// the line that says it all; a fault outside of the tests counts as one
console.log(`${passed} passed, ${ok ? failed : Math.max(failed, 1)} failed`);
process.exit(ok ? 0 : 1);

function run(command: string, parameters: string[]): boolean {
  const { status, error } = spawnSync(command, parameters, {
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

function count(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    // the tests did not run: lint or types came first
    return { passed: 0, failed: 0 };
  }
}
