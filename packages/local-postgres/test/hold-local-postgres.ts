// A process of its own that uses the server it is told to, until its standard input ends.
import { once } from 'node:events';
import { type LocalPostgresOptions, startLocalPostgres } from '../index.ts';

const options: LocalPostgresOptions = JSON.parse(process.argv[2] ?? '');
const postgres = await startLocalPostgres(options);
process.stdout.write(`${JSON.stringify({ url: postgres.url })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await postgres.stop();
