#!/usr/bin/env node
import { localDir, openLocalDatabase } from './local-database.ts';
import { relaySignals } from './relay-signals.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: with-local-database <command> [arguments…]

Runs the command with DATABASE_URL set to the database that \`npm start\` keeps (in LOCAL_DIR, default .local), which is
started for it if it does not run. Where DATABASE_URL or MIGRATE_DATABASE_URL is set (or …_FILE), runs the command as it is.
`;

async function main(argv: string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (argv.length === 0 || argv[0] === '--help' || argv[0] === '-h') {
    (argv.length === 0 ? process.stderr : process.stdout).write(usage);
    return argv.length === 0 ? 1 : 0;
  }
  const relay = relaySignals();
  const names = ['MIGRATE_DATABASE_URL', 'DATABASE_URL'];
  if (names.some((name) => env[name] || env[`${name}_FILE`])) return runCommand(argv, env, relay);
  const database = await openLocalDatabase({ localDir: localDir(env), exclusive: false });
  try {
    return await runCommand(argv, { ...env, DATABASE_URL: database.url }, relay);
  } finally {
    await database.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`with-local-database: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
