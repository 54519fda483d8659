export { connectionFailure, isConnectionError, isShortage } from './src/connection-failure.ts';
export { ActionLink, type LinkedAction } from './src/entities/action-link.ts';
export { ApiToken, type Scope } from './src/entities/api-token.ts';
export { Change } from './src/entities/change.ts';
export { ChangeFeed } from './src/entities/change-feed.ts';
export { Channel, type ChannelKind, type PreviousSecret } from './src/entities/channel.ts';
export { ChannelList } from './src/entities/channel-list.ts';
export { Completion } from './src/entities/completion.ts';
export { Delivery, type DeliveryKind, type DeliveryState, type Notice } from './src/entities/delivery.ts';
export { DeliveryAttempt } from './src/entities/delivery-attempt.ts';
export { Feed, type FeedShows } from './src/entities/feed.ts';
export { Import, type ImportFormat, type ImportState } from './src/entities/import.ts';
export { ImportRow } from './src/entities/import-row.ts';
export { Invitation } from './src/entities/invitation.ts';
export { Label } from './src/entities/label.ts';
export { List } from './src/entities/list.ts';
export { PasswordReset } from './src/entities/password-reset.ts';
export { Reminder, type ReminderRule, type ReminderState } from './src/entities/reminder.ts';
export { SecurityEvent } from './src/entities/security-event.ts';
export { Session } from './src/entities/session.ts';
export { Todo } from './src/entities/todo.ts';
export { TodoLabel } from './src/entities/todo-label.ts';
export { User } from './src/entities/user.ts';
export { createOrm, type OrmSettings } from './src/orm.ts';
export { OWNER_ID, setOwnerEmail, setOwnerToken } from './src/owner.ts';
export {
  accountColumns,
  apiTokenColumns,
  attemptColumns,
  changeJson,
  channelColumns,
  completionColumns,
  deliveryColumns,
  feedColumns,
  firedColumns,
  importColumns,
  importDetailColumns,
  invitationColumns,
  labelColumns,
  listColumns,
  listedTodoColumns,
  listUid,
  portableAccountColumns,
  portableLabelColumns,
  portableListColumns,
  portableTodoColumns,
  securityEventColumns,
  sessionColumns,
  todoColumns,
  todoColumnsWith,
  todoUid,
  upcomingColumns,
} from './src/representations.ts';
export { readSchemaVersion, SCHEMA_BEHIND_EXIT_CODE, SchemaBehindError } from './src/schema-version.ts';
export { hashToken, judgeSecretToken, makeSecretToken, type SecretKind, secretTokens } from './src/secret-token.ts';
