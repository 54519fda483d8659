/** What the migration commands end with; a one-shot container is judged by it. */
export const exitCodes = {
  /** none of the others: a fault of ours or of the machine */
  unexpected: 1,
  /** an unknown name or option */
  usage: 2,
  /** migrations are pending, or the entities have changed without one */
  pending: 3,
  /** another migrator holds the lock */
  locked: 4,
  /** a migration was edited, deleted or put before one that was applied, or the schema is not what they make */
  integrity: 5,
  /** a migration failed */
  failed: 6,
  /** it would destroy data, stop the application or be a guess: it has to be allowed */
  refused: 7,
} as const;

/** Ends a migration command with one line (or one a fault) and no stack. */
export class MigrationFailure extends Error {
  override name = 'MigrationFailure';
  readonly exitCode: number;

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCodes[kind];
  }
}

/** Throws where there are faults of integrity, with all of them. */
export function failOn(faults: string[]): void {
  if (faults.length > 0) throw new MigrationFailure('integrity', faults.join('\n'));
}
