/** Why `npm start` cannot go on, in one line that is shown as it is. */
export class StartError extends Error {
  override name = 'StartError';
}
