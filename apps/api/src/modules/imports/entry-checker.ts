import { PortableLabel, PortableList, PortableSettings } from '../../portable.ts';
import { Problem } from '../../problem.ts';
import { readRules } from '../../reminder-rules.ts';
import { type Plan, type SeriesColumns, startSeries } from '../../series.ts';
import { type Check, createCheck } from '../../validation.ts';
import type { AccountState } from './account-state.ts';
import { type Entry, type EntryOfTodo, type FileFormat, unreadable } from './entry.ts';
import { Faults } from './faults.ts';
import { mendDescription } from './mend-description.ts';
import type { FileList } from './plan-lists.ts';
import { createNaming, prepareTodo, type Rules } from './prepare-todo.ts';
import { ImportedTodo, type ImportQuery } from './schemas.ts';
import type { StagedRow } from './stage.ts';
import type { Part } from './staged.ts';

/** How much one file may bring. */
export const most = { todos: 500_000, lists: 10_000, labels: 10_000 };

/**
 * How long rules of recurrence may be worked out that hardly ever come again, in all, and how long one takes to be such:
 * most take a tenth of a millisecond, and the worst 30. Processor time, so that a busy machine refuses nothing.
 */
const rareRules = { budgetMs: 3000, eachMs: 2 };

const checks = {
  settings: createCheck<PortableSettings>(PortableSettings),
  list: createCheck<PortableList>(PortableList),
  label: createCheck<PortableLabel>(PortableLabel),
  todo: createCheck<ImportedTodo>(ImportedTodo),
  listName: createCheck<string>(PortableList.properties.name),
  listUid: createCheck<string>(PortableList.properties.uid),
};

/** Checks what a file has, one by one, and keeps what there is little of: lists, labels and settings. */
export class EntryChecker {
  readonly #faults: Faults;
  readonly #query: ImportQuery;
  readonly #account: AccountState;
  /** of new todos */
  #rules: Rules;
  readonly #lists = new Map<string, FileList>();
  /** by their names */
  readonly #uidsOfLists = new Map<string, string>();
  readonly #labels: PortableLabel[] = [];
  readonly #parts: Part[] = [];
  readonly #labelNames = new Set<string>();
  #settings: PortableSettings | undefined;
  /** rules of new todos, by what refers to their list */
  readonly #ofLists: Map<string, Rules['defaultReminders']>;
  readonly #nameByContent = createNaming();
  #spentMs = 0;

  constructor(format: FileFormat, query: ImportQuery, account: AccountState) {
    this.#faults = new Faults(format);
    this.#query = query;
    this.#account = account;
    this.#rules = account;
    // of those of one name, the first counts
    this.#ofLists = new Map(
      account.lists.toReversed().flatMap(({ uid, name, default_reminders }) => [
        [`uid:${uid}`, default_reminders],
        [`name:${name}`, default_reminders],
      ]),
    );
  }

  result() {
    const lists = [...this.#lists.values()];
    return { faults: this.#faults, lists, labels: this.#labels, parts: this.#parts, settings: this.#settings };
  }

  take(entry: Exclude<Entry, EntryOfTodo>): void {
    if (entry.kind === 'settings') this.#takeSettings(entry.value);
    else if (entry.kind === 'list') this.#takeList(entry.value, `/lists/${entry.index}`);
    else if (entry.kind === 'label') this.#takeLabel(entry.value, `/labels/${entry.index}`);
    else if (entry.kind === 'warning') this.#faults.warn(entry.fault);
    else this.#faults.add(entry.fault);
  }

  /** A row to stage, or undefined where something is wrong with it. */
  prepare(entry: EntryOfTodo): StagedRow | undefined {
    const { place } = entry;
    const mended = mendDescription(entry.value);
    const checked = checks.todo(mended.todo);
    if ('faults' in checked) {
      for (const { pointer, message } of checked.faults) this.#faults.addAt(place, pointer, message);
      return undefined;
    }
    if (mended.warning) this.#faults.warnAt(place, 'description', mended.warning);
    const todo = checked.value;
    const list = this.#refOf(entry, todo);
    if (list === undefined) return undefined;
    const uid = todo.uid ?? this.#nameByContent(contentOf(entry, todo, list));
    entry.tellUid?.(uid);
    for (const child of entry.childUids ?? []) this.#parts.push({ uid: child, parent_uid: uid });
    if (this.#parts.length > most.todos) throw unreadable('The file says of too many todos that they are parts.');
    for (const name of todo.labels ?? []) this.#countLabel(name);
    const ofList = list === null ? null : this.#ofLists.get(list);
    const defaultReminders = ofList ?? this.#rules.defaultReminders;
    try {
      const data = prepareTodo(todo, { ...this.#rules, defaultReminders }, (plan) => this.#startSeries(plan));
      return { place, uid, parent_uid: todo.parent_uid ?? null, list, data };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'invalid_request') throw error;
      for (const { pointer, message } of error.errors ?? []) this.#faults.addAt(place, pointer, message);
      return undefined;
    }
  }

  #takeSettings(value: unknown): void {
    const settings = this.#check(checks.settings, value, '/settings');
    if (!settings) return;
    const { quiet_hours, time_zone, default_reminder_time, default_reminders } = settings;
    if (quiet_hours && quiet_hours.start === quiet_hours.end)
      this.#faults.add({ pointer: '/settings/quiet_hours/end', message: 'must be another time than the start' });
    this.#settings = settings;
    // they will be those of the account when its todos are there
    if (!this.#account.isEmpty) return;
    const defaultReminders = default_reminders === null ? null : readRules(default_reminders);
    this.#rules = { timeZone: time_zone, defaultReminderTime: default_reminder_time, defaultReminders };
  }

  #takeList(value: unknown, pointer: string): void {
    const list = this.#check(checks.list, value, pointer);
    if (!list) return;
    if (this.#lists.has(list.uid))
      this.#faults.add({ pointer: `${pointer}/uid`, message: 'is the uid of another list of the file, too' });
    this.#keepList(list);
    const ref = `uid:${list.uid}`;
    const rules = list.default_reminders === null ? null : readRules(list.default_reminders);
    if (!this.#ofLists.has(ref)) this.#ofLists.set(ref, rules);
  }

  #keepList(list: FileList): void {
    this.#lists.set(list.uid, list);
    if (!this.#uidsOfLists.has(list.name)) this.#uidsOfLists.set(list.name, list.uid);
    if (this.#lists.size > most.lists) throw unreadable(`The file has more than ${most.lists} lists.`);
  }

  #takeLabel(value: unknown, pointer: string): void {
    const label = this.#check(checks.label, value, pointer);
    if (!label) return;
    this.#labels.push(label);
    this.#countLabel(label.name);
  }

  #countLabel(name: string): void {
    this.#labelNames.add(name);
    if (this.#labelNames.size > most.labels) throw unreadable(`The file has more than ${most.labels} labels.`);
  }

  /** The value, or undefined where something is wrong with it. */
  #check<T>(check: Check<T>, value: unknown, pointer: string): T | undefined {
    const checked = check(value);
    if ('value' in checked) return checked.value;
    for (const fault of checked.faults) this.#faults.add({ pointer: pointer + fault.pointer, message: fault.message });
    return undefined;
  }

  /** What refers to the list of a todo; undefined where something is wrong with it. */
  #refOf({ place, list, calendarList }: EntryOfTodo, { list_uid }: ImportedTodo): string | null | undefined {
    const name = calendarList?.name ?? list;
    const faults = [
      ...(name === undefined ? [] : faultsOf(checks.listName(name))),
      ...(calendarList === undefined ? [] : faultsOf(checks.listUid(calendarList.uid))),
    ];
    for (const { message } of faults) this.#faults.addAt(place, '/list', message);
    if (faults.length > 0) return undefined;
    if (calendarList && !this.#lists.has(calendarList.uid)) this.#keepList(calendarList);
    const uid = list_uid ?? calendarList?.uid;
    if (uid !== undefined) return `uid:${uid}`;
    const named = list ?? this.#query.list;
    if (named === undefined) return null;
    const ofFile = this.#uidsOfLists.get(named);
    return ofFile === undefined ? `name:${named}` : `uid:${ofFile}`;
  }

  #startSeries(plan: Plan): SeriesColumns {
    if (this.#spentMs > rareRules.budgetMs)
      throw unreadable('Too many of its rules of recurrence hardly ever come again.');
    const begun = process.threadCpuUsage();
    try {
      return startSeries(plan);
    } finally {
      const { user, system } = process.threadCpuUsage(begun);
      const tookMs = (user + system) / 1000;
      if (tookMs > rareRules.eachMs) this.#spentMs += tookMs;
    }
  }
}

function faultsOf<T>(checked: ReturnType<Check<T>>): { message: string }[] {
  return 'faults' in checked ? checked.faults : [];
}

/** What makes a todo the same when its file comes again. */
function contentOf({ key }: EntryOfTodo, todo: ImportedTodo, list: string | null): unknown[] {
  const { parent_uid = null, description, due_date = null, notes = null } = todo;
  return [list, parent_uid, ...(key === undefined ? [description, due_date, notes] : [key])];
}
