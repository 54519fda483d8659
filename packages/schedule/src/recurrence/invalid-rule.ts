/** A text is no recurrence rule that we understand. The message is written for the developer of a client. */
export class InvalidRule extends Error {
  override name = 'InvalidRule';
}
