import type { ServerAccount } from './server-account.ts';

export interface ProgramCall {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number; cwd: string; detached: true; env: NodeJS.ProcessEnv };
}

/** What to spawn to run one of PostgreSQL's programs as `account`. */
export function programCall(
  account: ServerAccount,
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): ProgramCall {
  const [file = program, ...rest] = [...account.prefix, program, ...args];
  return {
    file,
    args: rest,
    options: {
      ...account.ids,
      // Wherever we are, `account` may not be allowed to be.
      cwd: '/',
      // A session of its own: Ctrl-C in the terminal is for us, and we stop the server last.
      detached: true,
      env: { ...withoutPostgresVariables(process.env), LC_ALL: 'C', ...env },
    },
  };
}

/** PGDATA, PGPORT and their like are meant for another server. */
function withoutPostgresVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PG')));
}
