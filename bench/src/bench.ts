// `pnpm bench <name>` runs a measurement, with what follows the name; without a name it lists them.
const benches: Record<string, string> = {
  api: 'the api beside other ways to write it (--quick; --rounds 5 --seconds 3; --only create,patch)',
  'create-todo': 'a todo with its reminder written three ways',
  growth: 'the same requests beside 10,000 and 5,000,000 todos (--accounts 5000: fewer)',
  interchange:
    'how long a large account takes to leave and to arrive, and in how much memory (--todos 200000; --only import)',
  lateness: 'how late reminders arrive (--pending 5000000: while that many wait)',
  migrations: 'how long the migration commands take',
  'start-and-size': 'how soon it starts, and how much it takes',
  worker: 'our worker beside pg-boss and graphile-worker (--rounds 1)',
};

const [name = '--help'] = process.argv.splice(2, 1);
if (Object.hasOwn(benches, name)) await import(`./${name}.ts`);
else {
  console.log('pnpm bench <name>, on a machine that does nothing else:\n');
  for (const [each, what] of Object.entries(benches)) console.log(`  ${each.padEnd(14)} ${what}`);
  if (name !== '--help') process.exitCode = 1;
}
