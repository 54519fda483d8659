import type { ChannelKind } from 'db';

/** What sends a delivery. Each lane has its own queue and its own sends, so that none waits for a slow other one. */
export type Lane = ChannelKind;
