import type { Logger } from 'pino';

export interface Loop {
  /** Runs the step at once, or once more if it is running. */
  wake(): void;
  /** Ends after the step that is running. */
  stop(): Promise<void>;
  /** Whether the last step succeeded, and not longer ago than twice the longest sleep. */
  isHealthy(): boolean;
}

export interface LoopOptions {
  name: string;
  /** Does what there is to do and answers how many ms to wait until there may be more. */
  step: () => Promise<number>;
  /** the longest sleep in ms, whatever the step answers: what a lost wake-up can cost */
  maxSleepMs: number;
  log: Logger;
}

const firstBackoffMs = 100;
const lastBackoffMs = 5000;

/** Runs `step` again and again until stopped. A step that throws is logged and tried again, less and less often. */
export function startLoop({ name, step, maxSleepMs, log }: LoopOptions): Loop {
  let failures = 0;
  let lastSuccess: number | undefined;
  let stopped = false;
  let woken = false;
  let endSleep = () => {};

  async function sleep(ms: number): Promise<void> {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(ms, maxSleepMs)));
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function attempt(): Promise<number> {
    try {
      const wait = await step();
      failures = 0;
      lastSuccess = performance.now();
      return wait;
    } catch (error) {
      failures += 1;
      const backoff = Math.min(firstBackoffMs * 2 ** (failures - 1), lastBackoffMs) * (0.5 + Math.random() / 2);
      log.error({ err: error, failures, backoff: Math.round(backoff) }, `${name} failed and is tried again`);
      return backoff;
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      const wait = await attempt();
      // a wake-up does not cut a backoff short: what wakes us would hammer a database that is in trouble
      if (failures > 0) woken = false;
      await sleep(wait);
    }
  }

  const running = run();
  return {
    wake() {
      woken = true;
      if (failures === 0) endSleep();
    },
    async stop() {
      stopped = true;
      endSleep();
      await running;
    },
    isHealthy: () => failures === 0 && lastSuccess !== undefined && performance.now() - lastSuccess < 2 * maxSleepMs,
  };
}
