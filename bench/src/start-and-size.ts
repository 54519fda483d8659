// How soon it starts, and how much it takes: `npm start` until the first answer, the api process, memory after load, and
// images where a docker engine runs. Run it on an idle machine with `pnpm bench start-and-size`; it takes about
// a minute, and some more for the images.

import { startBenchPostgres } from './bench-postgres.ts';
import { medianOf } from './quantile.ts';
import { formatRecords, writeResults } from './report.ts';
import { measureImages } from './start-and-size/measure-images.ts';
import { load, measureApi, measureWorker } from './start-and-size/measure-memory.ts';
import { measureNpmStart } from './start-and-size/measure-npm-start.ts';

const rounds = 5;

const npmStart = await measureNpmStart(rounds);
const postgres = await startBenchPostgres({ shared_buffers: '1GB', max_wal_size: '8GB' });
try {
  const api = await measureApi(postgres, rounds);
  const workerMb = await measureWorker(postgres);
  const images = measureImages();
  const rows = [
    judge('`npm start` until the first answer, s', medianOf(npmStart), 3),
    judge('api process until it is ready, s', medianOf(api.readyMs) / 1000, 1),
    judge('api after load, MB', api.mb, 200),
    judge('worker after load, MB', workerMb, 200),
    ...(images ?? []).map(({ target, mb }) => judge(`image of ${target} above its base, MB`, mb, 120)),
  ];
  const page = `# How soon it starts, and how much it takes

${formatRecords(rows)}
${images ? '' : '\nImages were skipped: no docker engine runs here.\n'}
Medians of ${rounds} starts, of which a first one is left out. \`npm start\` is begun with everything installed and data there, and
answers a page of todos; it starts PostgreSQL, migrates, and starts api and worker. Both find their programs compiled, as in the images. Memory is what is resident after
${load.requests.toLocaleString('en')} requests of 10 clients, and after ${load.messages.toLocaleString('en')} messages that were due at once, with the options of Node's that the images have.
`;
  const results = { postgres: postgres.version, rounds, load, npmStart, api, workerMb, images: images ?? 'skipped' };
  await writeResults('start-and-size', results, page);
  console.log(page);
} finally {
  await postgres.stop();
}

function judge(what: string, value: number, target: number) {
  return { '': what, found: value.toFixed(2), target: `≤ ${target}`, ' ': value <= target ? 'met' : 'missed' };
}
