/** The longest that a timer waits, 24 days: beyond that it is over at once. */
const longestMs = 2 ** 31 - 1;

/** Resolves after `ms`, or at once where `signal` is aborted. */
export function wait(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, longestMs));
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
