// The api as a process of its own, with its log on stdout: `node api-process.ts '<settings as JSON>'`.
import { buildApp } from '../src/app.ts';

const app = await buildApp(JSON.parse(process.argv[2] ?? '{}'));
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.on('SIGTERM', () => app.close().then(() => process.disconnect()));
// whoever started it is gone
process.on('disconnect', () => process.exit());
process.send?.(url);
