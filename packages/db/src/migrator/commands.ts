// What the migration commands are called and take; run-commands.ts does it, and loads what that needs.

/** What was typed after the command; parseArgs has checked it against `options`. */
export interface Invocation {
  url: string;
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

export interface Command {
  summary: string;
  /** `value` names what an option takes; without it, it is a flag */
  options: Record<string, { what: string; value?: string; several?: boolean }>;
  /** what it takes beside options */
  takes?: string;
  notes?: string;
}

const to = { value: 'name', what: 'the migration to stop at, whole or without its timestamp' };

export const commands = {
  create: {
    summary: 'write the migration from the newest one to the entities as they are now',
    options: {
      name: { value: 'snake_case', what: 'its name; derived from the change by default' },
      blank: { what: 'an empty one, to be written by hand and sealed' },
      rename: { value: 'table.a:b', what: 'column a became b (can be repeated)', several: true },
      'no-rename': { what: 'a column that went and one that came are two' },
      allow: { value: 'rules', what: 'what lint would refuse, with commas between' },
      reason: { value: 'text', what: 'why that is right here; kept in the file' },
    },
  },
  up: {
    summary: 'apply what is pending',
    options: { to, 'dry-run': { what: 'show the SQL, ask the rows what can be asked, and change nothing' } },
  },
  down: {
    summary: 'take migrations back',
    options: {
      steps: { value: 'n', what: 'how many; 1 by default' },
      to: { value: 'name', what: 'the migration that stays the last one applied; 0 takes all of them back' },
      yes: { what: 'do not ask' },
    },
  },
  status: {
    summary: 'what is applied, what is pending, and what is wrong',
    options: {
      json: { what: 'for programs' },
      'exit-code': { what: 'exit 3 if migrations are pending, 5 if something is wrong' },
    },
  },
  seal: {
    summary: 'after writing in a migration: bring migrations.sum and schema.json up to date',
    options: {},
    notes: 'It replays all migrations in a scratch database, so the role has to be one that may create databases.',
  },
  check: {
    summary: 'entities without a migration, edited files, lint, and a stale schema.json',
    options: {},
  },
  verify: {
    summary: 'replay all migrations in a scratch database; compare them with the entities and schema.json',
    options: {},
  },
  drift: {
    summary: 'compare the database with schema.json',
    options: {},
  },
  stamp: {
    summary: 'take migrations as applied without running them, if the schema is what they make',
    takes: 'name',
    options: {},
    notes: 'All migrations up to the named one are meant.',
  },
  adopt: {
    summary: "take over a database of the tutorial (Flask-Migrate) and bring it to today's schema",
    options: {},
    notes: 'Every todo is kept and belongs to the owner; what was due rings nobody. Back it up first.',
  },
} satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
