import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const dockerfile = join(root, 'infra/docker/Dockerfile');
const targets = ['api', 'worker', 'migrate'];

/** How many MB each image has above what it is made from; undefined where no docker engine runs. */
export function measureImages(): { target: string; mb: number }[] | undefined {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return undefined;
  const base = /^FROM (\S+)/m.exec(readFileSync(dockerfile, 'utf8'))?.[1] ?? '';
  const images = targets.map((target) => ({ target, image: `duebell-bench-${target}` }));
  for (const { target, image } of images)
    docker('build', '-q', '-f', dockerfile, '--target', target, '-t', image, root);
  const found = images.map(({ target, image }) => ({ target, mb: sizeOf(image) - sizeOf(base) }));
  for (const { image } of images) docker('image', 'rm', image);
  return found;
}

function sizeOf(image: string): number {
  return Number(docker('image', 'inspect', '--format', '{{.Size}}', image)) / 1e6;
}

function docker(...parameters: string[]): string {
  return execFileSync('docker', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
