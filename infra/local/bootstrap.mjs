// Runs a TypeScript program of this repository on a machine that has nothing but Node 20 and npm: installs what the
// lockfile names, Node 24 among it, and hands over. Plain JavaScript, because an older Node has to read it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const binaries = join(root, 'node_modules', '.bin');
const [program, ...parameters] = process.argv.slice(2);

install();
run(newNode());

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const parameters = ['install', '--frozen-lockfile', '--loglevel=error'];
  const installed = join(binaries, 'pnpm');
  const [command, ...rest] = existsSync(installed)
    ? [installed, ...parameters]
    : ['npx', '--yes', packageManager, ...parameters];
  if (!existsSync(installed))
    console.log('Installing what Duebell is made of, which takes about half a minute the first time …');
  const { status, error } = spawnSync(command, rest, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail(`could not install the dependencies${error ? `: ${error.message}` : ''}; see the lines above`);
}

/** The Node that the lockfile brings on Linux; elsewhere, the user's own must be new enough. */
function newNode() {
  const ours = join(binaries, 'node');
  if (existsSync(ours)) return ours;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(`Duebell needs Node 24 or newer here, and this is ${process.version}`);
}

function run(node) {
  const child = spawn(node, [join(root, program), ...parameters], {
    cwd: root,
    stdio: 'inherit',
    env: {
      // for all that it starts: the next time, programs are found compiled
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      ...process.env,
      PATH: `${binaries}${delimiter}${process.env.PATH}`,
    },
  });
  // Ctrl-C reaches the child by itself as well; it takes two at once for one
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function fail(message) {
  console.error(`duebell: ${message}`);
  process.exit(1);
}
