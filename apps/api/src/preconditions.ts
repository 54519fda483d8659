import Type from 'typebox';
import { text } from './fields.ts';
import { Problem } from './problem.ts';

/** What a client read before may decide whether a write happens. */
export const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      ...text(0, 1000),
      description: 'ETags: the write happens only if it still is one of these versions',
    }),
  ),
});

export const ifNoneMatch = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ ...text(0, 1000), description: 'ETags: 304 if it still is one of these' }),
  ),
});

/** The entity tag of a representation: its version, or what else tells it from others, in quotes (RFC 9110 §8.8.3, a strong one). */
export function etagOf(version: number | string): string {
  return `"${version}"`;
}

/** If-Match (RFC 9110 §13.1.1): throws precondition_failed where somebody else has changed the row since it was read. */
export function demandMatch(header: string | undefined, version: number): void {
  const versions = matchingVersions(header);
  if (versions?.includes(version) ?? true) return;
  const detail =
    versions?.length === 0
      ? `If-Match names no version: one stands in quotes, as in "${version}", and without W/ before them.`
      : `It has changed since: its version is ${version} now. Read it again.`;
  throw new Problem('precondition_failed', detail, { headers: { etag: etagOf(version) } });
}

/** The versions that an If-Match allows; null for any. */
export function matchingVersions(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === '*') return null;
  return tags(header).flatMap((tag) => (/^"[1-9]\d{0,9}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
}

/** If-None-Match (RFC 9110 §13.1.2): whether the client has this version already. Compared weakly, as proxies mark tags weak. */
export function isKnown(header: string | undefined, version: number | string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tags(header).some((tag) => tag.replace(/^W\//, '') === etagOf(version));
}

function tags(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
