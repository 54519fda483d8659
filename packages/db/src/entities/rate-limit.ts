import { defineEntity, p } from '@mikro-orm/core';

const schema = defineEntity({
  name: 'RateLimit',
  tableName: 'rate_limits',
  indexes: [{ properties: ['expire'] }],
  properties: {
    // what is counted, and for whom; a hash where that is an e-mail address
    key: p.text().primary(),
    points: p.integer(),
    // end of the window, in Unix ms
    expire: p.bigint('number').nullable(),
  },
});

/**
 * Attempts to sign in and to reset passwords, counted for all replicas of the api. The columns are those that
 * rate-limiter-flexible works on. It belongs to no account: attempts for unknown addresses are counted, too.
 */
export class RateLimit extends schema.class {}
schema.setClass(RateLimit);
