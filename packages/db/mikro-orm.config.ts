// For the mikro-orm command line; `with-local-database` has set one of the two URLs where neither was.
import { ormOptions } from './src/orm.ts';

const options = ormOptions({
  url: process.env.MIGRATE_DATABASE_URL || process.env.DATABASE_URL || '',
  poolSize: 2,
});

export default { ...options, migrations: { ...options.migrations, silent: false } };
