import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, id } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Label',
  tableName: 'labels',
  uniques: [
    { properties: ['userId', 'id'] },
    // one name for the account, whatever its case
    {
      name: 'labels_user_id_name_unique',
      expression: 'create unique index labels_user_id_name_unique on labels (user_id, lower(name))',
    },
  ],
  properties: {
    id: id(),
    userId: userId(),
    name: p.text(),
    // raised by every change of the representation; the ETag
    version: p.integer().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
});

/** What todos are marked with. */
export class Label extends schema.class {}
schema.setClass(Label);
