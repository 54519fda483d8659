import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import Type, { type Static, type TObject } from 'typebox';

/** The environment does not fit; the message has one line per bad variable and shows no value, since values can be secrets. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/** What a variable must be beyond what a schema can tell. */
export interface Check<Name extends string> {
  name: Name;
  fits: (value: string) => boolean;
  expected: string;
}

/**
 * Reads what `schema` names from `environment`: text is converted to numbers and booleans, defaults are filled in,
 * and an empty variable counts as unset (compose passes `${X:-}` that way). What is secret can stand in a file, which
 * `<name>_FILE` names. Each property's `description` says what the variable must be; it is the text of the error. Throws
 * EnvironmentError naming every bad variable at once, those that are set and do not pass `checks` among them.
 */
export function readEnvironment<Schema extends TObject>(
  schema: Schema,
  environment: Record<string, string | undefined>,
  checks: readonly Check<Extract<keyof Static<Schema>, string>>[] = [],
): Readonly<Static<Schema>> {
  const { given, faults } = readGiven(Object.keys(schema.properties), environment);
  const settings: unknown = givenTo(schema, given);
  // the schema is ours: compiling what checks it would take three times as long as the rest
  const ajv = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, validateSchema: false });
  const fits = ajv.compile<Static<Schema>>(schema);
  const valid = fits(settings) ? settings : undefined;
  for (const name of badOnes(fits.errors ?? []))
    if (!faults.has(name)) faults.set(name, explain(name, given, descriptionOf(schema, name)));
  for (const { name, fits, expected } of checks)
    if (given[name] !== undefined && !faults.has(name) && !fits(given[name]))
      faults.set(name, explain(name, given, expected));
  if (!valid || faults.size > 0) throw new EnvironmentError([...faults.values()].join('\n'));
  return Object.freeze(valid);
}

/** The variables themselves, and the contents of the files that their likes with `_FILE` name; what is wrong, by name. */
function readGiven(names: string[], environment: Record<string, string | undefined>) {
  const faults = new Map<string, string>();
  const given: Record<string, string | undefined> = {};
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    if (file && environment[name]) faults.set(name, `${name} and ${name}_FILE are both set: leave out one of them`);
    try {
      // editors and `echo` end a file with a line break
      given[name] = environment[name] || (file && readFileSync(file, 'utf8').replace(/\r?\n$/, '')) || undefined;
    } catch (error) {
      faults.set(name, `${name}_FILE cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { given, faults };
}

/** What is set; of switches also 1 and 0, which ajv does not take for true and false. */
function givenTo(schema: TObject, given: Record<string, string | undefined>): Record<string, string> {
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    set.map(([name, text]) => [name, Type.IsBoolean(schema.properties[name]) ? (switches[text] ?? text) : text]),
  );
}

const switches: Record<string, string> = { 1: 'true', 0: 'false' };

function badOnes(errors: ErrorObject[]): Set<string> {
  return new Set(
    errors.map(({ keyword, params, instancePath }) =>
      keyword === 'required' ? String(params.missingProperty) : (instancePath.split('/')[1] ?? ''),
    ),
  );
}

function explain(name: string, given: Record<string, string | undefined>, expected = 'valid'): string {
  return given[name] === undefined ? `${name} is not set: it must be ${expected}` : `${name} must be ${expected}`;
}

function descriptionOf(schema: TObject, name: string): string | undefined {
  return (schema.properties[name] as { description?: string } | undefined)?.description;
}
