// Our worker as a process of its own: `node duebell-process.ts '<settings as JSON>'`.
import { createLogger } from '../../../apps/worker/src/create-logger.ts';
import { startWorker } from '../../../apps/worker/src/worker.ts';
import type { WorkerSettings } from './contender.ts';
import { startNoOpWorker } from './start-no-op-worker.ts';

const { databaseUrl, noOp }: WorkerSettings = JSON.parse(process.argv[2] ?? '');
const log = createLogger('error');
if (noOp) startNoOpWorker(databaseUrl, log);
else await startWorker({ databaseUrl, log, allowPrivateTargets: true, publicUrl: 'http://localhost:3000' });
// whoever started it is gone
process.on('disconnect', () => process.exit());
process.send?.('ready');
