/** The environment of a program that a test starts: nothing of the test's own but where Node keeps what it has compiled. */
export function programEnv(env: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE } = process.env;
  return { ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...env };
}
