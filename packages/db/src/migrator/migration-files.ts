import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationFailure } from './failure.ts';

export interface MigrationFile {
  /** as the log has it: the file's name without its ending */
  name: string;
  path: string;
  /** SHA-256 of its text in hex, line ends read as LF */
  checksum: string;
}

/** Where the migrations are. */
export const migrationsFolder = join(import.meta.dirname, '..', 'migrations');
const sumFile = 'migrations.sum';

/** The migrations of a folder, in the order in which they are applied. */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^Migration\d{14}.*\.ts$/.test(name)).sort();
  return Promise.all(
    names.map(async (file) => {
      const path = join(folder, file);
      const text = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
      return { name: file.slice(0, -'.ts'.length), path, checksum: sha256(text) };
    }),
  );
}

/**
 * Writes `migrations.sum`: a checksum over the rest, then one a migration. Two branches that both add a migration change
 * its first line, so git stops at the merge instead of letting one of them come out of order unseen.
 */
export async function writeSums(folder: string): Promise<void> {
  await writeFile(join(folder, sumFile), sumText(await readMigrationFiles(folder)));
}

/** What differs between the files of a folder and its `migrations.sum`, a line each; empty where nothing does. */
export async function compareSums(folder: string, files: MigrationFile[]): Promise<string[]> {
  const written = await readFile(join(folder, sumFile), 'utf8').catch(() => '');
  if (written.replaceAll('\r\n', '\n') === sumText(files)) return [];
  const sums = new Map(
    written
      .split('\n')
      .slice(1)
      .map((line) => line.split('  ', 2).reverse() as [string, string]),
  );
  const faults = files.flatMap(({ name, checksum }) => {
    if (!sums.has(name)) return [`${name} is not in ${sumFile}`];
    return sums.get(name) === checksum ? [] : [`${name} differs from ${sumFile}`];
  });
  const known = new Set(files.map(({ name }) => name));
  for (const name of sums.keys())
    if (name && !known.has(name)) faults.push(`${name} is in ${sumFile}, and its file is gone`);
  return faults.length > 0 ? faults : [`${sumFile} is damaged, or a merge of two that differ`];
}

/** The migration that `wanted` means: its full name, or what comes after the timestamp. Throws where it is none or several. */
export function findMigration<T extends { name: string }>(migrations: T[], wanted: string): T {
  const name = wanted.replace(/\.ts$/, '');
  const matches = migrations.filter(
    (each) => each.name === name || shortName(each.name) === name || each.name.slice(0, 23) === `Migration${name}`,
  );
  const [match] = matches;
  if (!match) throw new MigrationFailure('usage', `there is no migration ${wanted}: see migration:status`);
  if (matches.length > 1) {
    throw new MigrationFailure('usage', `${wanted} could be ${matches.map((each) => each.name).join(' or ')}`);
  }
  return match;
}

/** `create_todos` of `Migration20261123090000_create_todos`. */
export function shortName(name: string): string {
  return name.replace(/^Migration\d{14}_/, '');
}

function sumText(files: MigrationFile[]): string {
  const lines = files.map(({ name, checksum }) => `${checksum}  ${name}\n`).join('');
  return `${sha256(lines)}\n${lines}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
