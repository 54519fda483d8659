import { deliveryColumns } from 'db';
import { defineList } from '../../paging.ts';

export const deliveryList = defineList({
  name: 'deliveries',
  columns: deliveryColumns,
  from: 'deliveries d where d.user_id = $3::bigint',
  key: 'd.id',
  newestFirst: true,
});
