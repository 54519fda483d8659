import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let database: TestDatabase;
let api: TestApi;
const ids = new Map<string, number>();

const texts: [name: string, description: string, notes: string | null][] = [
  ['milk', 'Buy milk', 'two bottles, from the corner shop'],
  ['coffee', 'Café crème bestellen', null],
  ['street', 'Paket in die Hauptstraße 5', 'ÜBER die Brücke'],
  ['greek', 'Αγόρασε γάλα ΑΠΟ ΤΟΥΣ ΔΡΟΜΟΥΣ', null],
  ['russian', 'Купить ёлку и йогурт', null],
  ['turkish', 'İSTANBUL bileti, ılık süt', null],
  ['hindi', 'दूध खरीदना है', null],
  ['arabic', 'اشترِ الحليب', null],
  ['hebrew', 'לִקְנוֹת חָלָב', null],
  ['korean', '우유를 사다', null],
  ['chinese', '去超市买牛奶和面包', null],
  ['japanese', 'iPhoneを買う', 'ｶﾀｶﾅ'],
  ['thai', 'ซื้อนมที่ร้าน', null],
  ['vietnamese', 'Mua sữa tươi', null],
  ['emoji', 'party 🎉', null],
  ['code', 'fix user_name in api.test.ts (#1234), e-mail bob@example.com', "don't panic"],
  ['percent', "100% c++ \\ ' :* & | ! <->", null],
];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({}, database);
  for (const [name, description, notes] of texts) {
    const { body } = await api.send('POST', '/api/v1/todos', { description, notes });
    ids.set(name, body.id);
  }
  await database.pool.query(`
    insert into users default values;
    insert into todos (user_id, description, completed) values (2, 'Buy milk, theirs', false)`);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function find(q: string, more = ''): Promise<(string | number)[]> {
  const { status, body } = await api.send('GET', `/api/v1/todos?q=${encodeURIComponent(q)}${more}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return body.data.map(({ id }: { id: number }) => names.get(id) ?? id);
}

test.each([
  ['milk', ['milk']],
  ['MIL', ['milk']],
  ['ilk', []],
  ['bottle', ['milk']],
  ['shops', []],
  ['shop buy', ['milk']],
  ['buy bread', []],
  ['cafe creme', ['coffee']],
  ['CAFÉ', ['coffee']],
  ['hauptstrasse', ['street']],
  ['uber brucke', ['street']],
  ['δρόμους', ['greek']],
  ['δρομοσ', []],
  ['γαλα', ['greek']],
  ['елку', ['russian']],
  ['ЙОГ', ['russian']],
  ['istanbul', ['turkish']],
  ['ILIK', ['turkish']],
  ['दूध', ['hindi']],
  ['खरीद', ['hindi']],
  ['الحليب', ['arabic']],
  ['اشتر', ['arabic']],
  ['חלב לקנות', ['hebrew']],
  ['우유', ['korean']],
  ['牛奶', ['chinese']],
  ['面', ['chinese']],
  ['包', ['chinese']],
  ['奶牛', []],
  ['買う iphone', ['japanese']],
  ['カタ', ['japanese']],
  ['นม', ['thai']],
  ['sua tuoi', ['vietnamese']],
  ['🎉', ['emoji']],
  ['user name', ['code']],
  ['api.test.ts', ['code']],
  ['#123', ['code']],
  ['bob@example.com', ['code']],
  ["don't", ['code']],
  ['100% c++', ['percent']],
  ["' :* & | ! \\ <->", []],
  ['…', []],
])('%j finds %j', async (q, expected) => {
  expect(await find(q)).toEqual(expected);
});

test('what is written, changed, and thrown away is found as it is now', async () => {
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'sharpen pencils' });
  const path = `/api/v1/todos/${body.id}`;
  expect(await find('pencil')).toEqual([body.id]);
  await api.send('PATCH', path, { description: 'sharpen knives', notes: 'the long ones' });
  expect(await find('pencil')).toEqual([]);
  expect(await find('knives long')).toEqual([body.id]);
  expect(await find('knives', '&completed=true')).toEqual([]);
  await api.send('DELETE', path);
  expect(await find('knives')).toEqual([]);
  expect(await find('knives', '&trash=true')).toEqual([body.id]);
});

test('what is found is paged through in every order', async () => {
  await database.pool.query(`
    insert into todos (user_id, description, completed, priority, due_date)
    select 1, 'Fence, board ' || n, n % 2 = 0, n % 5, case when n % 3 > 0 then now() + n % 7 * interval '1 day' end
    from generate_series(1, 60) n`);
  for (const sort of ['due_date', 'created_at', 'updated_at', 'priority', 'position']) {
    const found: number[] = [];
    let cursor = '';
    do {
      const { body } = await api.send('GET', `/api/v1/todos?q=fen%20board&sort=${sort}&limit=25${cursor}`);
      found.push(...body.data.map(({ id }: { id: number }) => id));
      cursor = body.next_cursor && `&cursor=${body.next_cursor}`;
    } while (cursor);
    expect(new Set(found).size).toBe(60);
    expect(found).toHaveLength(60);
  }
});

test.each([
  ['Latin', (n: number) => `w${n} `],
  ['Chinese', (n: number) => String.fromCodePoint(0x4e00 + (n % 20_000), 0x4e00 + ((n * 7) % 20_011))],
  ['a word without an end', () => 'x'],
])('the longest notes are found: %s', async (_, word) => {
  const notes = Array.from({ length: 50_000 }, (_, n) => word(n))
    .join('')
    .slice(0, 49_990);
  const sent = await api.send('POST', '/api/v1/todos', { description: `long ${_}`, notes });
  expect(sent.status).toBe(201);
  expect(await find(`long ${_} ${notes.slice(0, 4)}`)).toEqual([sent.body.id]);
});

test.each(['', 'x'.repeat(201), 'nul\0'])('%j is refused', async (q) => {
  const { status, body } = await api.send('GET', `/api/v1/todos?q=${encodeURIComponent(q)}`);
  expect({ status, pointer: body.errors[0].pointer }).toEqual({ status: 400, pointer: '/q' });
});
