import fc from 'fast-check';
import { password } from '../person.ts';
import type { Inhabited } from './arrange.ts';
import type { Schema } from './operations.ts';

/** A value that fits a schema of a route, as JSON knows it. */
export function validValue(schema: Schema, inhabited: Inhabited): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return fc.oneof(...branches.map((each) => validValue(each, inhabited)));
  const types = [schema.type ?? 'null'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, inhabited)));
}

function ofType(type: string, schema: Schema, inhabited: Inhabited): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return validText(schema, inhabited);
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 60, 60) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.uniqueArray(validValue(schema.items ?? {}, inhabited), {
        minLength: schema.minItems ?? 0,
        maxLength: 3,
      });
    case 'object':
      if (schema.maxProperties === 1)
        return fc.oneof(
          ...Object.entries(schema.properties ?? {}).map(([name, property]) =>
            fc.record({ [name]: validValue(property, inhabited) }),
          ),
        );
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, property]) => [name, validValue(property, inhabited)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    default:
      return fc.constant(null);
  }
}

function validText({ format, minLength = 0, maxLength = 20 }: Schema, { emails }: Inhabited): fc.Arbitrary<string> {
  switch (format) {
    case 'email':
      return fc.constantFrom(...emails);
    case 'date-time':
      return fc.constantFrom('2126-01-01T00:00:00Z', '2027-06-30T23:59:59.5+02:00', '9999-12-31T23:59:59Z');
    case 'time-zone':
      return fc.constantFrom('Europe/Berlin', 'UTC', 'Asia/Kathmandu');
    case 'reminder-offset':
      return fc.constantFrom('PT0S', '-PT15M', '-P1DT2H', '-P366D');
    case 'duration':
      return fc.constantFrom('PT1S', 'P1DT2H', 'P366D');
    case 'clock-time':
      return fc.constantFrom('00:00', '07:30', '23:59');
    case 'http-url':
      return fc.constantFrom('https://example.com/', 'http://example.com:8080/a?b=c');
    default:
      return minLength >= password.length || maxLength < password.length
        ? fc.string({ unit: 'grapheme-ascii', minLength, maxLength: Math.max(minLength, 8) })
        : fc.constantFrom(password, 'a'.repeat(Math.max(minLength, 1)));
  }
}
