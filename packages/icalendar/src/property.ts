import ICAL from 'ical.js';
import type { Component } from './components.ts';
import type { ContentLine } from './content-lines.ts';

/** A property as ical.js reads it. */
export interface Property {
  line: number;
  /** in upper case */
  name: string;
  /** what stands behind the colon, as it is */
  raw: string;
  /** of RFC 5545 §3.3, in lower case; `unknown` for those that it does not list */
  type: string;
  values: unknown[];
  /** a parameter, by its name in lower case */
  parameter(name: string): string | undefined;
}

/** Why a todo cannot be read. */
export class TodoProblem extends Error {
  readonly line: number;
  readonly property: string;

  constructor({ line, name }: { line: number; name: string }, message: string) {
    super(message);
    this.name = 'TodoProblem';
    this.line = line;
    this.property = name;
  }
}

/** The properties of a component; each is parsed when it is asked for. */
export interface Properties {
  /** Throws TodoProblem where a line is none. */
  all(name: string): Property[];
  first(name: string): Property | undefined;
  has(name: string): boolean;
}

/** Throws TodoProblem for a line that has no name. */
export function propertiesOf(component: Pick<Component, 'lines'>): Properties {
  const byName = new Map<string, ContentLine[]>();
  for (const line of component.lines) {
    const name = /^([A-Za-z0-9-]+)\s*[;:]/.exec(line.text)?.[1]?.toUpperCase();
    if (!name) throw new TodoProblem({ line: line.number, name: '' }, 'is no property: it has no name and colon');
    const lines = byName.get(name);
    if (lines) lines.push(line);
    else byName.set(name, [line]);
  }
  const all = (name: string) => (byName.get(name) ?? []).map((line) => parseProperty(name, line));
  return { all, first: (name) => all(name)[0], has: (name) => byName.has(name) };
}

function parseProperty(name: string, { number: line, text }: ContentLine): Property {
  const [, parameters, type, ...values] = parse(
    name,
    line,
    // ical.js knows no rule in lower case
    name === 'RRULE' ? text.toUpperCase() : text,
  );
  return {
    line,
    name,
    raw: rawValue(text).trim(),
    type,
    values,
    parameter(key) {
      const value = parameters[key];
      return Array.isArray(value) ? value[0] : value;
    },
  };
}

/** What stands behind the first colon that is in no quoted parameter. */
function rawValue(text: string): string {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === ':' && !isQuoted) return text.slice(i + 1);
  }
  return '';
}

function parse(
  name: string,
  line: number,
  text: string,
): [string, Record<string, string | string[]>, string, ...unknown[]] {
  try {
    return ICAL.parse.property(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TodoProblem({ line, name }, `cannot be read: ${error.message}`);
  }
}
