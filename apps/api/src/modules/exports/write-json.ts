import type pg from 'pg';
import { readAccount, readPages, sources } from './queries.ts';

/** A PortableAccount, with a line for each list, label and todo. */
export async function* writeJson(client: pg.PoolClient, accountId: number): AsyncGenerator<string, void> {
  const account = await readAccount(client, accountId);
  yield account.slice(0, -1);
  for (const name of ['lists', 'labels', 'todos'] as const) {
    let before = `,\n"${name}":[\n`;
    for await (const page of readPages(client, sources[name], accountId)) {
      yield before + page.join(',\n');
      before = ',\n';
    }
    yield before === ',\n' ? '\n]' : `,\n"${name}":[]`;
  }
  yield '}\n';
}
