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
  const missing = without(expected, found);
  const unexpected = without(found, expected);
  // whole lines decide what differs; names only say which two of them are one object that changed
  const wanted = new Map(missing.map(splitLine));
  const there = new Map(unexpected.map(splitLine));
  const isOneObject = (line: string) => wanted.has(splitLine(line)[0]) && there.has(splitLine(line)[0]);
  return [
    ...missing.map((line) => {
      const [object, definition] = splitLine(line);
      if (!isOneObject(line)) return `missing: ${onOneLine(line)}`;
      return `changed: ${object} is ${onOneLine(there.get(object) ?? '')}, should be ${onOneLine(definition)}`;
    }),
    ...unexpected.filter((line) => !isOneObject(line)).map((line) => `unexpected: ${onOneLine(line)}`),
  ];
}

function without(lines: string[], others: string[]): string[] {
  const excluded = new Set(others);
  return lines.filter((line) => !excluded.has(line));
}

/** `column todos.id: bigint not null identity` → `column todos.id` and the rest; a table without anything special is `plain`. */
function splitLine(line: string): [string, string] {
  const end = line.indexOf(': ');
  return end < 0 ? [line, 'plain'] : [line.slice(0, end), line.slice(end + 2)];
}

function onOneLine(text: string): string {
  return text.trim().replaceAll('\n', '\\n');
}
