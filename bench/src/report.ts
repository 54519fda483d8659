import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../results');

/** Keeps what a bench measured: all of it as JSON with the date in its name, and a page for people, which is replaced. */
export async function writeResults(bench: string, results: object, page: string): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const json = `${date}-${bench}.json`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, json), `${JSON.stringify({ bench, date, machine, ...results }, null, 2)}\n`);
  await writeFile(
    join(folder, `${bench}.md`),
    `${page}\nMeasured on ${date}: ${describeMachine()}. All of it: [${json}](${json}).\n`,
  );
}

/** A table in Markdown, aligned for people who read it as it is; the first row names the columns. */
export function formatTable(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) =>
    `| ${widths.map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** Rows as such a table, with the names of the first one's fields above. */
export function formatRecords(records: Record<string, string | number>[]): string {
  const names = Object.keys(records[0] ?? {});
  return formatTable([names, ...records.map((record) => names.map((name) => String(record[name] ?? '')))]);
}

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  processors: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  kernel: release().split('-')[0],
  node: process.version,
};

function describeMachine(): string {
  const { processor, processors, memoryGb, kernel, node } = machine;
  return `${processors} × ${processor}, ${memoryGb} GB, Linux ${kernel}, Node ${node}`;
}
