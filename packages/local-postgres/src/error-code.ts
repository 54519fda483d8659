/** The code of a failed system call (`ENOENT`) or of a failed query (SQLSTATE, `28P01`); undefined where there is none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
