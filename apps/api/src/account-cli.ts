// The operator's commands for accounts: `pnpm --filter api account <command>`, and in a container
// `node apps/api/src/account-cli.ts <command>`. `--help` explains them.
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { connectionFailure, readSchemaVersion, SchemaBehindError } from 'db/sql';
import { EnvironmentError } from 'env';
import pg from 'pg';
import { type AccountCommand, commands, OperatorError, UsageError } from './account-commands.ts';
import { readConfig } from './config.ts';
import { sendUnnamed } from './send-unnamed.ts';

const expected = [OperatorError, UsageError, EnvironmentError, SchemaBehindError];

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(expected.some((kind) => error instanceof kind) && error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main([name = '', ...parameters]: string[]): Promise<void> {
  if (['', '--help', '-h', 'help'].includes(name)) return console.log(help());
  const command = commands.get(name);
  if (!command) throw new UsageError(`there is no command ${name}: see --help`);
  const { values, positionals } = parse(parameters);
  if (values.help) return console.log(help());
  if (positionals.length !== (command.takes ? 1 : 0))
    throw new UsageError(`account ${name} takes ${describe(command.takes)}: see --help`);
  const config = readConfig();
  const pool = new pg.Pool({ connectionString: config.DATABASE_URL, max: 2, connectionTimeoutMillis: 10_000 });
  if (!config.PREPARED_STATEMENTS) sendUnnamed(pool);
  try {
    await readSchemaVersion(pool);
    if (command.warning && !values.yes) await confirm(`${command.warning} ${positionals[0]}?`);
    const result = await command.run({
      pool,
      publicUrl: config.PUBLIC_URL,
      who: positionals[0] ?? '',
      name: values.name,
      timeZone: values['time-zone'],
    });
    console.log(values.json ? JSON.stringify(result, undefined, 2) : command.show(result));
  } catch (error) {
    const failure = connectionFailure(config.DATABASE_URL, error);
    throw failure ? new OperatorError(failure, { cause: error }) : error;
  } finally {
    await pool.end();
  }
}

function parse(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        yes: { type: 'boolean' },
        name: { type: 'string' },
        'time-zone': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}. See --help`);
  }
}

function describe(parameter: AccountCommand['takes']): string {
  if (parameter === undefined) return 'nothing';
  return parameter === 'e-mail' ? 'an e-mail address' : 'an e-mail address or an id';
}

/** Throws unless somebody at a terminal says yes. */
async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new OperatorError('nothing was changed: add --yes to go on');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new OperatorError('nothing was changed');
}

function help(): string {
  const line = (name: string, { takes, summary }: AccountCommand) =>
    `  ${`${name} ${takes ? `<${takes}>` : ''}`.padEnd(34)} ${summary}`;
  return `account: the accounts of this server

${[...commands].map(([name, command]) => line(name, command)).join('\n')}

  --name <name>, --time-zone <zone>  of the account that create makes
  --json                             answer as JSON
  --yes                              delete without asking
  --help                             show this

An account is named by its e-mail address or its id; 1 is the owner of the server. Links begin with PUBLIC_URL and work
once: a reset for an hour, an invitation for 7 days. Exit codes: 0 done, 1 not done, 2 an unknown command or option.`;
}
