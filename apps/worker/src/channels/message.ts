import type { Notice } from 'db';

// What every channel makes its messages of, and what came of sending one.

/** A reminder that fired, with its todo as it is when the message is made. */
export interface DueTodo {
  /** RFC 3339: the moment that was asked for, and the one it fired */
  reminder: { id: number; scheduled_for: string; fired_at: string };
  todo: {
    id: number;
    description: string;
    notes: string | null;
    /** 0 none, 1 lowest, 4 highest */
    priority: number;
    /** RFC 3339, or YYYY-MM-DD where it is due all day */
    due_date: string | null;
    time_zone: string | null;
    [field: string]: unknown;
  };
}

/** What there is to tell. */
export type Content =
  | ({ kind: 'reminder' } & DueTodo)
  /** several reminders in one message: of a day where the channel asks for that, else what was due while it could not be told */
  | { kind: 'digest'; daily: boolean; due: DueTodo[] }
  | { kind: 'notice'; notice: Notice }
  | { kind: 'test'; channel: { id: number; name: string } }
  /** to an address that was added as a channel */
  | { kind: 'confirmation' }
  | { kind: 'password_reset' }
  | { kind: 'invitation' };

/** Where the links in a message lead; those that make no sense in it are absent. */
export interface Links {
  /** completes the todo */
  done?: string;
  /** lets it ring again later */
  snooze?: string;
  /** switches the channel off */
  unsubscribe?: string;
  /** what a confirmation, a password reset and an invitation are about */
  action?: string;
}

/** What a message carries beside what it tells. */
export interface Envelope {
  /** the same over all attempts, so that a receiver can drop a repeat */
  id: string;
  /** IANA: the account's, in which times are written for people */
  zone: string;
  /** when the message is made */
  now: Date;
  links: Links;
}

/** What a receiver said, as the log shows it. */
export interface Answer {
  /** of HTTP or SMTP; absent where there was no answer */
  status?: number | undefined;
  /** how it begins: at most 1 kB */
  answer?: string | undefined;
}

export type SendOutcome =
  | ({ ok: true } & Answer)
  | ({
      ok: false;
      error: string;
      /** the receiver asked not to be tried again before this many ms */
      retryAfterMs?: number | undefined;
      /** the receiver will never take anything again */
      gone?: boolean;
      /** it will never take this message: there is no use in another attempt */
      refused?: boolean;
      /** the fault is the operator's own server's: it says nothing of the receiver */
      ours?: boolean;
      /** there was no answer in time */
      timedOut?: boolean;
    } & Answer);
