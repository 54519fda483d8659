import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import Type, { type Static, type TObject } from 'typebox';

/** The environment does not fit; the message has one line per bad variable and shows no value, since values can be secrets. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * Reads what `schema` names from `environment`: text is converted to numbers and booleans, defaults are filled in,
 * and an empty variable counts as unset (compose passes `${X:-}` that way). What is secret can stand in a file, which
 * `<name>_FILE` names. Each property's `description` says what the variable must be; it is the text of the error. Throws
 * EnvironmentError naming every bad variable at once.
 */
export function readEnvironment<Schema extends TObject>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): Readonly<Static<Schema>> {
  const given = readGiven(Object.keys(schema.properties), environment);
  const settings: unknown = givenTo(schema, given);
  // the schema is ours: compiling what checks it would take three times as long as the rest
  const ajv = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, validateSchema: false });
  const fits = ajv.compile<Static<Schema>>(schema);
  if (!fits(settings)) throw new EnvironmentError(explain(schema, fits.errors ?? [], given));
  return Object.freeze(settings);
}

/** The variables themselves, and the contents of the files that their likes with `_FILE` name. */
function readGiven(names: string[], environment: Record<string, string | undefined>) {
  const faults: string[] = [];
  const given: Record<string, string | undefined> = {};
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    if (file && environment[name]) faults.push(`${name} and ${name}_FILE are both set: leave out one of them`);
    try {
      // editors and `echo` end a file with a line break
      given[name] = environment[name] || (file && readFileSync(file, 'utf8').replace(/\r?\n$/, '')) || undefined;
    } catch (error) {
      faults.push(`${name}_FILE cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (faults.length > 0) throw new EnvironmentError(faults.join('\n'));
  return given;
}

/** What a variable must be beyond what a schema can tell. */
export interface Check<Name extends string> {
  name: Name;
  fits: (value: string) => boolean;
  expected: string;
}

/** Throws EnvironmentError with a line for each variable that is set and does not fit. */
export function demandFitting<Name extends string>(
  settings: { readonly [Each in Name]?: string | undefined },
  checks: readonly Check<Name>[],
): void {
  const bad = checks.filter(({ name, fits }) => settings[name] !== undefined && !fits(settings[name]));
  if (bad.length > 0)
    throw new EnvironmentError(bad.map(({ name, expected }) => `${name} must be ${expected}`).join('\n'));
}

/** What is set; of switches also 1 and 0, which ajv does not take for true and false. */
function givenTo(schema: TObject, given: Record<string, string | undefined>): Record<string, string> {
  const set = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    set.map(([name, text]) => [name, Type.IsBoolean(schema.properties[name]) ? (switches[text] ?? text) : text]),
  );
}

const switches: Record<string, string> = { 1: 'true', 0: 'false' };

function explain(schema: TObject, errors: ErrorObject[], given: Record<string, string | undefined>): string {
  const bad = new Set(
    errors.map(({ keyword, params, instancePath }) =>
      keyword === 'required' ? String(params.missingProperty) : (instancePath.split('/')[1] ?? ''),
    ),
  );
  return [...bad]
    .map((name) => {
      const expected = (schema.properties[name] as { description?: string } | undefined)?.description ?? 'valid';
      return given[name] === undefined ? `${name} is not set: it must be ${expected}` : `${name} must be ${expected}`;
    })
    .join('\n');
}
