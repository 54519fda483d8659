// A worker as a process of its own, for tests that kill it: `node worker-process.ts '<options as JSON>'`.
import { pino } from 'pino';
import { startWorker } from '../src/worker.ts';

await startWorker({ log: pino({ level: 'silent' }), ...JSON.parse(process.argv[2] ?? '{}') });
