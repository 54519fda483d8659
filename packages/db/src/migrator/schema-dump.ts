import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The schema as the migrations up to `after` make it; committed with them. */
export interface SchemaDump {
  after: string;
  /** lines of the catalog */
  objects: string[];
}

const dumpFile = join(import.meta.dirname, '..', '..', 'schema.json');

export async function readSchemaDump(): Promise<SchemaDump> {
  return JSON.parse(await readFile(dumpFile, 'utf8'));
}

export async function writeSchemaDump(dump: SchemaDump): Promise<void> {
  await writeFile(dumpFile, `${JSON.stringify(dump, null, 2)}\n`);
}

/** What differs between two catalogs, a line for each object; empty where nothing does. */
export function compareSchemas(expected: string[], found: string[]): string[] {
  const [wanted, there] = [byObject(expected), byObject(found)];
  const lines: string[] = [];
  for (const [object, definition] of wanted) {
    const actual = there.get(object);
    if (actual === undefined) lines.push(`missing: ${object} ${definition}`);
    else if (actual !== definition) lines.push(`changed: ${object} is ${actual}, should be ${definition}`);
  }
  for (const [object, definition] of there) if (!wanted.has(object)) lines.push(`unexpected: ${object} ${definition}`);
  return lines;
}

/** `column todos.id` → `bigint not null identity` */
function byObject(lines: string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [kind, name, ...definition] = line.split(' ');
      return [`${kind} ${name}`, definition.join(' ')];
    }),
  );
}
