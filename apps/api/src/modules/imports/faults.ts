import type { FileFormat } from './entry.ts';
import { type Fault, mostFaults } from './schemas.ts';

/** What is wrong with a file, and worth knowing about it: all is counted, and the first of it kept. */
export class Faults {
  readonly problems: Fault[] = [];
  readonly warnings: Fault[] = [];
  count = 0;
  readonly #format: FileFormat;

  constructor(format: FileFormat) {
    this.#format = format;
  }

  add(fault: Fault): void {
    this.count += 1;
    if (this.problems.length < mostFaults) this.problems.push(fault);
  }

  /** Of a todo, or of one of its fields; `pointer` is into the todo. */
  addAt(place: number, pointer: string, message: string): void {
    const [field, ...deeper] = pointer.split('/').slice(1);
    const at = this.#format.placeOf(place, field);
    const rest = deeper.length > 0 && at.pointer !== undefined ? { pointer: `${at.pointer}/${deeper.join('/')}` } : {};
    this.add({ ...at, ...rest, message });
  }

  /** Several of one kind, of which `listed` are known by their place. */
  addMany(listed: { place: number; field: string; message: string }[], total: number): void {
    for (const { place, field, message } of listed) this.addAt(place, `/${field}`, message);
    this.count += total - listed.length;
  }

  warn(fault: Fault): void {
    if (this.warnings.length < mostFaults) this.warnings.push(fault);
  }

  warnAt(place: number, field: string, message: string): void {
    this.warn({ ...this.#format.placeOf(place, field), message });
  }
}
