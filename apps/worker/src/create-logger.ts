import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

/**
 * What finds a fault, of all that errors carry: pg's `detail` and `where` quote rows, a channel's secret among them, and
 * an invalid URL comes with its password.
 */
const loggedProperties = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall'];

/** The log of this process: a JSON object a line, to stdout unless told otherwise. No error takes a secret into it. */
export function createLogger(level: LevelWithSilent, destination?: DestinationStream): Logger {
  return pino({ level, serializers: { err: describeError } }, destination);
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  // messages and stacks of the causes are in those of the error
  const { type, message, stack } = pino.stdSerializers.err(error);
  const properties = Object.entries(error).filter(([name]) => loggedProperties.includes(name));
  const errors = error instanceof AggregateError ? { aggregateErrors: error.errors.map(describeError) } : {};
  return { type, message, stack, ...Object.fromEntries(properties), ...errors };
}
