/**
 * Waits until `condition` answers something other than false, null or undefined, and answers that; fails after `timeout` ms.
 * Where no promise of the product sets it, it is a matter of the machine, and of the feed of changes, which the open
 * transactions of other tests hold back.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  timeout = 60_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`not within ${timeout} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
