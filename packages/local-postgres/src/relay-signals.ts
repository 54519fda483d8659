export interface SignalRelay {
  /** The first signal that came, if any. */
  received(): NodeJS.Signals | undefined;
  /** Where signals go from now on. */
  passTo(target: (signal: NodeJS.Signals) => void): void;
}

/** From here on the signals that ask us to end do not end us: what has to be cleaned up can be. */
export function relaySignals(): SignalRelay {
  let first: NodeJS.Signals | undefined;
  let pass: (signal: NodeJS.Signals) => void = () => undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      first ??= signal;
      pass(signal);
    });
  }
  return {
    received: () => first,
    passTo: (target) => {
      pass = target;
    },
  };
}
