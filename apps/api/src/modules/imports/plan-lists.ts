import type { ReminderRule } from 'db';
import { instantText } from '../../instant-text.ts';
import type { PortableList } from '../../portable.ts';
import { readRules } from '../../reminder-rules.ts';
import type { ListState } from './account-state.ts';

/** A list of a file; of a calendar little is known of it. */
export type FileList = Pick<PortableList, 'uid' | 'name'> & Partial<PortableList>;

/** What the references of staged rows to lists come to. */
export interface ListPlan {
  /** ids of lists that are there, by reference */
  known: Map<string, number>;
  /** those to make, in their order */
  made: MadeList[];
  /** references that name nothing */
  unknown: Set<string>;
}

/** A row of lists, and what refers to it. */
export interface MadeList {
  ref: string;
  uid: string | null;
  name: string;
  default_reminders: ReminderRule[] | null;
  archived_at: string | null;
  created_at: string | null;
  updated_at: string | null;
}

/**
 * Finds the lists of a file among those of the account: by uid, or else by name. Two lists of the file never become one,
 * since an account may have several of one name.
 */
export function planLists(there: ListState[], ofFile: FileList[], refs: string[]): ListPlan {
  const plan: ListPlan = { known: new Map(), made: [], unknown: new Set() };
  const byUid = new Map(there.map((list) => [list.uid, list]));
  const byName = Map.groupBy(there, ({ name }) => name);
  const taken = new Set(ofFile.flatMap(({ uid }) => byUid.get(uid) ?? []));
  for (const list of ofFile) {
    const ref = `uid:${list.uid}`;
    const same = byUid.get(list.uid) ?? byName.get(list.name)?.find((each) => !taken.has(each));
    if (same) taken.add(same);
    if (same) plan.known.set(ref, same.id);
    else plan.made.push(madeList(ref, list));
  }
  const made = new Set(plan.made.map(({ ref }) => ref));
  for (const ref of refs) {
    if (plan.known.has(ref) || made.has(ref)) continue;
    const [kind, rest] = split(ref);
    const id = kind === 'id' ? Number(rest) : (kind === 'uid' ? byUid.get(rest) : byName.get(rest)?.[0])?.id;
    if (id !== undefined) plan.known.set(ref, id);
    else if (kind === 'name') plan.made.push(madeList(ref, { name: rest }));
    else plan.unknown.add(ref);
  }
  return plan;
}

function split(ref: string): [kind: string, rest: string] {
  const colon = ref.indexOf(':');
  return [ref.slice(0, colon), ref.slice(colon + 1)];
}

function madeList(ref: string, { uid, name, ...more }: Partial<PortableList> & { name: string }): MadeList {
  const { default_reminders = null, archived_at = null, created_at = null, updated_at = null } = more;
  return {
    ref,
    uid: uid ?? null,
    name,
    default_reminders: default_reminders && readRules(default_reminders),
    archived_at: archived_at && instantText(archived_at),
    created_at: created_at && instantText(created_at),
    updated_at: updated_at && instantText(updated_at),
  };
}
