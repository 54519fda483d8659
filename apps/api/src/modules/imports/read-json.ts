import { JSONParser, TokenType } from '@streamparser/json';
import { type Entry, type FileFormat, unreadable } from './entry.ts';

/** More than any todo needs. */
const deepest = 20;
const longestMember = 4 * 1024 * 1024;

/** The members of the file that hold many, each read by itself. */
const manys = ['lists', 'labels', 'todos'] as const;
const members = ['format', 'version', 'exported_at', 'settings', ...manys];

/** What `GET /export?format=json` answers: see PortableAccount. */
export const json: FileFormat = {
  read: readJson,
  placeOf: (place, field = '') => ({ pointer: `/todos/${place}${field && `/${field}`}` }),
};

async function* readJson(bytes: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const reader = new JsonReader();
  for await (const piece of bytes) {
    reader.write(piece);
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

/** Follows the tokens of a file, so that nothing in it is larger or deeper than it may be, and nothing unknown is skipped. */
class JsonReader {
  readonly #parser = new JSONParser({
    paths: [
      ...members.filter((name) => !isMany(name)).map((name) => `$.${name}`),
      ...manys.map((name) => `$.${name}.*`),
    ],
    keepStack: false,
  });
  #entries: Entry[] = [];
  #depth = 0;
  #read = 0;
  /** where the member began that is being read */
  #begun = 0;
  #previous: TokenType | undefined;
  /** the member of the file that is being read, and of one that holds many how many are read */
  #member = '';
  #kept = 0;
  readonly #seen = new Set<string>();

  constructor() {
    this.#parser.onToken = ({ token, value, offset }) => this.#follow(token, value, offset);
    this.#parser.onValue = ({ value, key }) => this.#keep(key, value);
  }

  write(piece: Buffer): void {
    try {
      this.#parser.write(piece);
    } catch (error) {
      throw this.#explain(error);
    }
    this.#read += piece.length;
    if (this.#read - this.#begun > longestMember)
      throw unreadable('is larger than 4 MiB: shorten its texts', { pointer: this.#pointer() });
  }

  end(): void {
    if (!this.#parser.isEnded) {
      const where = this.#pointer() && ` within ${this.#pointer()}`;
      throw unreadable(`The file ends in the middle,${where} after ${this.#read} bytes.`);
    }
    for (const name of ['format', 'version']) {
      if (!this.#seen.has(name)) throw notOurs(`it has no "${name}"`);
    }
  }

  take(): Entry[] {
    const taken = this.#entries;
    this.#entries = [];
    return taken;
  }

  #follow(token: TokenType, value: unknown, offset: number): void {
    const opens = token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;
    if (this.#depth === 0 && token !== TokenType.LEFT_BRACE) throw notOurs('it is no object');
    if (this.#depth === 1) this.#followMember(token, value);
    if (opens) this.#depth += 1;
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth -= 1;
    if (this.#depth > deepest) throw unreadable(`is nested more than ${deepest} deep`, { pointer: this.#pointer() });
    if (this.#depth <= (isMany(this.#member) ? 2 : 1)) this.#begun = offset;
    this.#previous = token;
  }

  #followMember(token: TokenType, value: unknown): void {
    const isName = this.#previous === TokenType.LEFT_BRACE || this.#previous === TokenType.COMMA;
    if (isName && token === TokenType.STRING) {
      this.#member = String(value);
      this.#kept = 0;
      if (!members.includes(this.#member)) throw notOurs(`"${this.#member.slice(0, 100)}" is not known in it`);
      if (this.#seen.has(this.#member)) throw unreadable('is there twice', { pointer: `/${this.#member}` });
      // what a todo is checked by has to be known when it comes
      if (this.#seen.has('todos') && isPart(this.#member))
        throw unreadable('has to come before "todos"', { pointer: `/${this.#member}` });
      this.#seen.add(this.#member);
    } else if (this.#previous === TokenType.COLON && isMany(this.#member) && token !== TokenType.LEFT_BRACKET) {
      throw unreadable('must be an array', { pointer: `/${this.#member}` });
    }
  }

  #keep(key: string | number | undefined, value: unknown): void {
    const index = Number(key);
    this.#kept += 1;
    switch (this.#member) {
      case 'format':
        if (value !== 'duebell') throw notOurs('its "format" is not "duebell"');
        break;
      case 'version':
        if (value !== 1) throw notOurs(`its "version" is ${JSON.stringify(value)}, and only 1 is known here`);
        break;
      case 'settings':
        this.#entries.push({ kind: 'settings', value });
        break;
      case 'lists':
        this.#entries.push({ kind: 'list', index, value });
        break;
      case 'labels':
        this.#entries.push({ kind: 'label', index, value });
        break;
      case 'todos':
        this.#keepTodo(index, value);
    }
  }

  #keepTodo(place: number, value: unknown): void {
    if (typeof value === 'object' && value !== null) this.#entries.push({ kind: 'todo', place, value });
    else this.#entries.push({ kind: 'problem', fault: { ...json.placeOf(place), message: 'must be object' } });
  }

  #pointer(): string {
    const within = isMany(this.#member) && this.#depth > 1;
    return this.#member && `/${this.#member}${within ? `/${this.#kept}` : ''}`;
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof Error) || error.name === 'Problem') return error;
    return unreadable(`This is no JSON: ${error.message}.`, {}, error);
  }
}

function isMany(name: string): boolean {
  return (manys as readonly string[]).includes(name);
}

function isPart(name: string): boolean {
  return ['settings', 'lists', 'labels'].includes(name);
}

function notOurs(why: string) {
  return unreadable(`This is no JSON export of Duebell: ${why}.`);
}
