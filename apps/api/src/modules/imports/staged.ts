import type { PortableLabel, PortableSettings } from '../../portable.ts';
import type { Sql } from '../../sql-of.ts';
import type { AccountState } from './account-state.ts';
import type { Faults } from './faults.ts';
import type { FileList } from './plan-lists.ts';
import type { ImportKey } from './stage.ts';

/** What was read of a file, beside the rows that are staged. */
export interface Staged extends ImportKey {
  dryRun: boolean;
  /** what the moments to ring were worked out by */
  basis: AccountState;
  lists: FileList[];
  labels: PortableLabel[];
  /** what wholes say of their parts */
  parts: Part[];
  /** those of the file, where it has any */
  settings: PortableSettings | undefined;
  faults: Faults;
}

/** That a todo of the file is a part of another, by uid. */
export interface Part {
  uid: string;
  parent_uid: string;
}

/** The same in the transaction that publishes it. */
export interface Work extends Staged {
  sql: Sql;
  account: AccountState;
}
