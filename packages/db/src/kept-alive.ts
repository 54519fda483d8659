/**
 * For connections that are kept: one whose other end is gone without a word is found out within 20 s. Node asks every second
 * from `keepAliveInitialDelayMillis` without traffic on, and gives up after ten (socket.setKeepAlive).
 */
export const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
