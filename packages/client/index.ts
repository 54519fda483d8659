export { type Client, type ClientOptions, createClient } from './src/create-client.ts';
export { type FollowOptions, followEvents, type LiveEvent } from './src/follow-events.ts';
export { listAll, type PagedPath, type RowOf } from './src/list-all.ts';
export { type Problem, ProblemError, unwrap } from './src/problem-error.ts';
export type { components, operations, paths } from './src/schema.ts';
export {
  type FiredReminder,
  verifyWebhook,
  type WebhookDelivery,
  type WebhookEvent,
  WebhookVerificationError,
} from './src/verify-webhook.ts';
