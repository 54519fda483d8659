import { accountColumns, OWNER_ID } from 'db/sql';
import { emailPattern } from 'env';
import type pg from 'pg';
import { isTimeZone } from 'schedule';
import { createAccount } from './modules/accounts/create-account.ts';
import { eraseAccount } from './modules/accounts/erase-account.ts';
import { createInvitation } from './modules/invitations/service.ts';
import { createResetLink } from './modules/password-resets/service.ts';
import { recordEvent } from './security-events.ts';
import { inTransaction } from './transaction.ts';

/** The command line was wrong. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What was asked for cannot be done; nothing has changed. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

interface Invocation {
  pool: pg.Pool;
  publicUrl: string;
  /** the account that the command is about, as it was named */
  who: string;
  name: string | undefined;
  timeZone: string | undefined;
}

type Result = Record<string, unknown> | Record<string, unknown>[];

export interface AccountCommand {
  summary: string;
  /** what it is called with; nothing by default */
  takes?: 'e-mail' | 'account';
  /** what to ask before, with the account after it */
  warning?: string;
  run(invocation: Invocation): Promise<Result>;
  /** the result for a person */
  show(result: Result): string;
}

const showLink = (result: Result) => ('link' in result ? String(result.link) : '');

export const commands = new Map<string, AccountCommand>(
  Object.entries({
    create: {
      summary: 'makes an account and shows a link to choose its password',
      takes: 'e-mail',
      async run({ pool, publicUrl, who, name, timeZone }) {
        if (!new RegExp(emailPattern).test(who)) throw new UsageError(`${who} is no e-mail address`);
        if (timeZone !== undefined && !isTimeZone(timeZone)) throw new UsageError(`${timeZone} is no time zone`);
        const details = { email: who, passwordHash: null, name, timeZone };
        const { id, json } = await createAccount(pool, details, { origin: null }).catch((error) => {
          throw error.code === 'conflict' ? new OperatorError(`there is an account ${who} already`) : error;
        });
        return { ...JSON.parse(json), link: await createResetLink(pool, id, publicUrl) };
      },
      show: showLink,
    },
    list: {
      summary: 'lists the accounts',
      run: ({ pool }) => listAccounts(pool),
      show: (result) => table(Array.isArray(result) ? result : [result]),
    },
    invite: {
      summary: 'shows a link with which one person can make an account',
      async run({ pool, publicUrl }) {
        return JSON.parse(await createInvitation(pool, OWNER_ID, { publicUrl, origin: null }));
      },
      show: showLink,
    },
    'reset-password': {
      summary: 'shows a link with which the account’s person chooses a new password',
      takes: 'account',
      async run({ pool, publicUrl, who }) {
        const { id, email, disabled } = await findAccount(pool, who);
        if (disabled) throw new OperatorError('it is disabled, and no link would open it: enable it first');
        if (email === null)
          throw new OperatorError('it has no e-mail address to sign in with: set OWNER_EMAIL and migrate');
        return { id, email, link: await createResetLink(pool, id, publicUrl) };
      },
      show: showLink,
    },
    disable: {
      summary: 'lets nobody in any more, and rings nobody; everything is kept',
      takes: 'account',
      run: ({ pool, who }) => setDisabled(pool, who, true),
      show: ({ ...result }) => `account ${'id' in result ? result.id : ''} is disabled`,
    },
    enable: {
      summary: 'takes that back',
      takes: 'account',
      run: ({ pool, who }) => setDisabled(pool, who, false),
      show: ({ ...result }) => `account ${'id' in result ? result.id : ''} is enabled`,
    },
    delete: {
      summary: 'deletes an account and everything in it, for good',
      takes: 'account',
      warning: 'Delete everything of the account',
      async run({ pool, who }) {
        const { id, email } = await findAccount(pool, who);
        if (id === OWNER_ID) throw new OperatorError('the owner of the server stays as long as the server');
        await eraseAccount(pool, id);
        return { id, email };
      },
      show: ({ ...result }) => `account ${'id' in result ? result.id : ''} is deleted`,
    },
  } satisfies Record<string, AccountCommand>),
);

async function listAccounts(pool: pg.Pool): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<{ row: Record<string, unknown> }>(`
    select to_jsonb(r) as row from (
      select ${accountColumns},
             case when u.deleted_at is not null then 'being deleted' when u.disabled_at is not null then 'disabled'
                  else 'active' end as state,
             (select count(*) from todos t where t.user_id = u.id) as todos
      from users u order by u.id
    ) r`);
  return rows.map(({ row }) => row);
}

function table(rows: Record<string, unknown>[]): string {
  const columns = ['id', 'email', 'name', 'state', 'todos', 'created_at'];
  const cells = [columns, ...rows.map((row) => columns.map((column) => printable(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

interface Found {
  id: number;
  email: string | null;
  disabled: boolean;
}

/** Without what could steer a terminal: names are what people wrote. */
function printable(value: unknown): string {
  return String(value ?? '–').replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
}

async function findAccount(pool: pg.Pool, who: string): Promise<Found> {
  const { rows } = await pool.query<Found>(
    'select id::float8 as id, email, disabled_at is not null as disabled from users where email = $1::text or id::text = $1::text',
    [who.toLowerCase()],
  );
  if (!rows[0]) throw new OperatorError(`there is no account ${who}`);
  return rows[0];
}

async function setDisabled(pool: pg.Pool, who: string, disabled: boolean): Promise<Result> {
  const { id, email } = await findAccount(pool, who);
  if (id === OWNER_ID) throw new OperatorError('the owner of the server cannot be disabled');
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `update users set disabled_at = case when $2::boolean then now() end
       where id = $1::bigint and (disabled_at is not null) <> $2::boolean`,
      [id, disabled],
    );
    if (rowCount === 1) await recordEvent(client, id, disabled ? 'account.disabled' : 'account.enabled', null);
  });
  return { id, email, disabled };
}
