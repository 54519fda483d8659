import type { MigrationFile } from './migration-files.ts';

/** A migration that the database's log says was applied. */
export interface AppliedMigration {
  name: string;
  appliedAt: Date;
  /** of the file that was applied; undefined where it was applied before checksums were recorded */
  checksum: string | undefined;
  durationMs: number | undefined;
}

/** What the folder has and what the database has seen of it, both in order. */
export interface History {
  files: MigrationFile[];
  applied: AppliedMigration[];
}

/** The migrations that are still to be applied. */
export function pendingOf({ files, applied }: History): MigrationFile[] {
  const done = new Set(applied.map(({ name }) => name));
  return files.filter(({ name }) => !done.has(name));
}

/** Applied migrations that this version does not have: a newer one has been here. */
export function unknownOf({ files, applied }: History): AppliedMigration[] {
  const known = new Set(files.map(({ name }) => name));
  return applied.filter(({ name }) => !known.has(name));
}

/** What is wrong between folder and database, a line each: edited, deleted, and out of order. */
export function integrityFaults(history: History): string[] {
  const files = new Map(history.files.map((file) => [file.name, file]));
  const newest =
    history.applied
      .map(({ name }) => name)
      .sort()
      .at(-1) ?? '';
  return [
    ...unknownOf(history).map(({ name }) => `${name} was applied, and its file is gone`),
    ...history.applied
      .filter(
        ({ name, checksum }) => checksum !== undefined && files.has(name) && files.get(name)?.checksum !== checksum,
      )
      .map(({ name }) => `${name} was edited after it was applied`),
    ...pendingOf(history)
      .filter(({ name }) => name < newest)
      .map(({ name }) => `${name} is older than ${newest}, which was applied: give it a newer timestamp`),
  ];
}
