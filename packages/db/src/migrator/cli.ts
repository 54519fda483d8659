// The migration commands: `pnpm --filter db migration:<command>`. `--help` after any of them explains it.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { databaseUrl, EnvironmentError, readEnvironment } from 'env';
import Type from 'typebox';
import { type Command, type CommandName, commands } from './commands.ts';
import { exitCodes, MigrationFailure } from './failure.ts';

try {
  await run(process.argv[2] ?? '', process.argv.slice(3));
} catch (error) {
  const expected = error instanceof MigrationFailure || error instanceof EnvironmentError;
  console.error(expected ? error.message : error);
  process.exitCode = error instanceof MigrationFailure ? error.exitCode : exitCodes.unexpected;
}

async function run(name: string, parameters: string[]): Promise<void> {
  if (!isCommand(name)) throw new MigrationFailure('usage', `commands: ${Object.keys(commands).join(', ')}`);
  const command: Command = commands[name];
  const { values, positionals } = parse(name, command, parameters);
  if (values.help) return console.log(help(name, command));
  const environment = readEnvironment(
    Type.Object({ DATABASE_URL: Type.Optional(databaseUrl), MIGRATE_DATABASE_URL: Type.Optional(databaseUrl) }),
    process.env,
  );
  const url = environment.MIGRATE_DATABASE_URL ?? environment.DATABASE_URL;
  if (!url) throw new MigrationFailure('usage', 'no database is named: set MIGRATE_DATABASE_URL or DATABASE_URL');
  // only now: MikroORM takes a second, which whoever mistyped or asks for help need not wait
  const { runs } = await import('./run-commands.ts');
  await runs[name]({ url, values, positionals });
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function parse(name: string, { options, takes }: Command, parameters: string[]) {
  try {
    return parseArgs({
      // pnpm hands the `--` of `pnpm … -- --to x` on
      args: parameters.filter((parameter, index) => parameter !== '--' || index > 0),
      options: { ...parseOptions(options), help: { type: 'boolean', short: 'h' } },
      allowPositionals: takes !== undefined,
    });
  } catch (error) {
    throw new MigrationFailure(
      'usage',
      `${error instanceof Error ? error.message : error}. See migration:${name} --help`,
    );
  }
}

function parseOptions(options: Command['options']): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(options).map(([option, { value, several }]) => [
      option,
      value === undefined ? { type: 'boolean' } : { type: 'string', multiple: several === true },
    ]),
  );
}

function help(name: string, { summary, options, takes, notes }: Command): string {
  const lines = Object.entries({ ...options, help: { value: undefined, what: 'show this' } }).map(
    ([option, { value, what }]) => {
      const left = `--${option}${value === undefined ? '' : ` <${value}>`}`;
      return `  ${left.padEnd(28)} ${what}`;
    },
  );
  return [
    `migration:${name}${takes ? ` <${takes}>` : ''}: ${summary}`,
    '',
    ...lines,
    ...(notes ? ['', notes] : []),
  ].join('\n');
}
