import type pg from 'pg';

/** What sends messages at their moments, as it is put beside others. */
export interface Contender {
  name: string;
  /** how it was set up, for the page */
  setup: string;
  /** a file of this folder: its worker, which says by IPC that it is ready */
  worker: string;
  /** what its worker is told beside the database and whether to send */
  options?: object;
  /** Makes its tables in an empty database. */
  migrate(url: string): Promise<void>;
  /** Writes a message for each of the moments, to be sent to `target`. */
  schedule(url: string, moments: readonly Date[], target: string): Promise<void>;
  /** Whether nothing is left to do. */
  isSettled(pool: pg.Pool): Promise<boolean>;
}

/** What each worker is started with, as JSON. */
export interface WorkerSettings {
  databaseUrl: string;
  /** counts as sent what was not sent */
  noOp: boolean;
}

/** All of what a library's job needs to send a message: it reads nothing else. */
export interface Job {
  id: number;
  webhookId: string;
  url: string;
  secret: string;
  body: string;
}
