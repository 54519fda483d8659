import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MigrationFailure } from '../failure.ts';

export interface Finding {
  rule: string;
  message: string;
}

/** Rules about taste, and timeouts, which the migrator sets itself. */
const leftOut = [
  'require-lock-timeout',
  'require-statement-timeout',
  'require-timeout-settings',
  'prefer-robust-stmts',
  'prefer-text-field',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-timestamptz',
  'ban-char-field',
];

/** What could lose data, stop the application or break older versions of it in the SQL of a migration: squawk, and rules of ours. */
export function lintSql(statements: string[], { transactional }: { transactional: boolean }): Finding[] {
  const sql = statements.map((statement) => statement.trim().replace(/;?$/, ';')).join('\n');
  return [...runSquawk(sql, transactional), ...ownRules(sql, transactional)];
}

/** Throws with each finding that is not allowed, and how to allow it. */
export function refuseFindings(findings: Finding[], allowed: Record<string, string>): void {
  const refused = findings.filter(({ rule }) => !(rule in allowed));
  if (refused.length === 0) return;
  const rules = [...new Set(refused.map(({ rule }) => rule))];
  const lines = rules.map((rule) => `${rule}: ${refused.find((finding) => finding.rule === rule)?.message}`);
  throw new MigrationFailure(
    'refused',
    `${lines.join('\n')}\nIf it is right here: --allow ${rules.join(',')} --reason "…"`,
  );
}

function runSquawk(sql: string, transactional: boolean): Finding[] {
  // its package exports no path to the program
  const program = join(
    dirname(createRequire(import.meta.url).resolve('squawk-cli/package.json')),
    'js',
    'bin',
    'squawk',
  );
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [
      program,
      '--reporter',
      'json',
      '--pg-version',
      '15',
      '--exclude',
      leftOut.join(','),
      ...(transactional ? ['--assume-in-transaction'] : []),
    ],
    { input: sql, encoding: 'utf8' },
  );
  if (error || !stdout.trim()) {
    if (!error && !stderr.trim()) return [];
    throw new Error(`squawk did not run: ${error?.message ?? stderr}`);
  }
  const found: { rule_name: string; message: string; help: string | null }[] = JSON.parse(stdout);
  return found.map(({ rule_name, message, help }) => ({
    rule: rule_name,
    message: help ? `${message} ${help}` : message,
  }));
}

function ownRules(sql: string, transactional: boolean): Finding[] {
  const findings: Finding[] = [];
  if (/\b(delete\s+from|truncate)\b/i.test(sql)) {
    findings.push({ rule: 'delete-rows', message: 'It deletes rows, which no way back can restore.' });
  }
  if (transactional && /\bindex\s+concurrently\b/i.test(sql)) {
    findings.push({
      rule: 'concurrently-in-transaction',
      message: 'A concurrent index needs a migration of its own: isTransactional() answers false.',
    });
  }
  return findings;
}
