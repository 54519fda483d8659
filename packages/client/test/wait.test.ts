import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wait } from '../src/wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('who is asked to wait for longer than a timer can does not ask again at once', async () => {
  let isOver = false;
  const waiting = wait(9_999_999_999_000).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(2 ** 31);
  await waiting;
});
