import type { Static, TObject } from 'typebox';
import Value from 'typebox/value';

/** The environment does not fit; the message has one line per bad variable and shows no value, since values can be secrets. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * Reads what `schema` names from `environment`: text is converted to numbers and booleans, defaults are filled in,
 * and an empty variable counts as unset (compose passes `${X:-}` that way). Each property's `description` says what
 * the variable must be; it is the text of the error. Throws EnvironmentError naming every bad variable at once.
 */
export function readEnvironment<Schema extends TObject>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): Readonly<Static<Schema>> {
  const given = Object.fromEntries(
    Object.keys(schema.properties).map((name) => [name, environment[name] || undefined]),
  );
  const settings = Value.Clean(schema, Value.Convert(schema, Value.Default(schema, withoutUndefined(given))));
  if (!Value.Check(schema, settings)) throw new EnvironmentError(explain(schema, settings, given));
  return Object.freeze(settings);
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

function withoutUndefined(given: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function explain(schema: TObject, settings: unknown, given: Record<string, string | undefined>): string {
  const bad = new Set(
    Value.Errors(schema, settings).flatMap((error) =>
      error.keyword === 'required' ? error.params.requiredProperties : [error.instancePath.split('/')[1] ?? ''],
    ),
  );
  return [...bad]
    .map((name) => {
      const expected = (schema.properties[name] as { description?: string } | undefined)?.description ?? 'valid';
      return given[name] === undefined ? `${name} is not set: it must be ${expected}` : `${name} must be ${expected}`;
    })
    .join('\n');
}
