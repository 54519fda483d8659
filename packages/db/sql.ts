// What is used with pg alone: it loads nothing of MikroORM, which takes longer than all else of the worker and of the
// account commands.
export { connectionFailure, isConnectionError, isShortage } from './src/connection-failure.ts';
export { keptAlive } from './src/kept-alive.ts';
export { foldedFrom, obsoleteReason } from './src/obsolete.ts';
export { OWNER_ID } from './src/owner-id.ts';
export {
  accountColumns,
  apiTokenColumns,
  attemptColumns,
  changeJson,
  channelColumns,
  completionColumns,
  deliveryColumns,
  digestedTodoColumns,
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
  todoBytes,
  todoColumns,
  todoColumnsWith,
  todoUid,
  toldTodoColumns,
  upcomingColumns,
} from './src/representations.ts';
export { readSchemaVersion, SCHEMA_BEHIND_EXIT_CODE, SchemaBehindError } from './src/schema-version.ts';
export { hashToken, judgeSecretToken, makeSecretToken, type SecretKind, secretTokens } from './src/secret-token.ts';
