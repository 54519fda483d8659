import { deliveryColumns } from 'db';
import type { List } from '../../paging.ts';

export const deliveryList: List = {
  name: 'deliveries',
  columns: deliveryColumns,
  from: 'deliveries d',
  where: 'd.user_id = $2::bigint',
  keys: [{ sql: 'd.id', type: 'bigint' }],
  descending: true,
  prepared: true,
};
