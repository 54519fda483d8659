import { TSMigrationGenerator } from '@mikro-orm/migrations';
import { MigrationFailure } from './failure.ts';

/** For the stock `mikro-orm migration:create`, which asks nothing and checks nothing: it is sent to ours. */
export class RefusingGenerator extends TSMigrationGenerator {
  override generate(): never {
    throw new MigrationFailure(
      'refused',
      'use migration:create of packages/db: it asks about renames, and checks what the change does',
    );
  }
}
