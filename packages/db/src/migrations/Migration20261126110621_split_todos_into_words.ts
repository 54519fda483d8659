import { Migration } from '../migrator/migration.ts';

/** The words of a text in any language, and of a todo, for full text search; decision 0008 says why so. */
export class Migration20261126110621_split_todos_into_words extends Migration {
  override name = 'Migration20261126110621_split_todos_into_words';

  override up(): void {
    // Case, accents and width do not count. What is no blank, punctuation, control character or ASCII symbol is part of
    // a word. Scripts that put no blanks between words (Thai, Lao, Burmese, Khmer, kana, Chinese) are split into pairs
    // of neighbours, the last character alone.
    this.addSql(`create function words_of_text(value text) returns text[] language plpgsql immutable strict parallel safe as $$
declare
  words text[];
begin
  value := lower(normalize(value, NFKD) collate pg_catalog."und-x-icu");
  if value ~ '[^\\x01-\\x7f]' then
    value := regexp_replace(value, '[\\u00ad\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u064b-\\u065f\\u0670\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f]+', '', 'g');
    value := replace(translate(normalize(value, NFKC), 'ςı', 'σi'), 'ß', 'ss');
    value := regexp_replace(value, '(${unspaced}+)', ' \\1 ', 'g');
  end if;
  words := regexp_split_to_array(value, '([[:space:][:punct:][:cntrl:]$+<=>^\`|~])+' collate pg_catalog."und-x-icu");
  if value ~ '${unspaced}' then
    words := array(
      select p.word from unnest(words) w(word), lateral (
        select w.word where w.word !~ '^${unspaced}'
        union all
        select c.one || coalesce(c.next, '')
        from unnest(string_to_array(w.word, null), (string_to_array(w.word, null))[2:]) c(one, next)
        where w.word ~ '^${unspaced}'
      ) p(word)
    );
  end if;
  return array(select distinct left(w.word, 200) from unnest(words) w(word) where w.word <> '');
end $$;`);
    // Each word stands behind its account's id: what others wrote is never looked through. A tsvector holds a megabyte,
    // which the pairs (of 8 bytes at most) of the longest todo fill only where that id has more than 8 hex digits.
    this.addSql(`create function words_of_todo(user_id bigint, description text, notes text) returns tsvector language plpgsql immutable parallel safe as $$
declare
  account text := to_hex(user_id) || ':';
begin
  return array_to_tsvector(array(
    select account || w.word from unnest(public.words_of_text(concat_ws(' ', description, notes))) w(word)
    limit 1000000 / (length(account) + 8)
  ));
end $$;`);
    // every word has to be there, or one that begins with it; of scripts without blanks, every pair
    this.addSql(`create function todos_with_words(user_id bigint, value text) returns tsquery language plpgsql immutable strict parallel safe as $$
declare
  account text := to_hex(user_id) || ':';
begin
  return (
    select string_agg(format('''%s%s''%s', account, w.word, case when w.word !~ '^${unspaced}{2}' then ':*' end), ' & ')
    from unnest(public.words_of_text(value)) w(word)
  )::tsquery;
end $$;`);
  }

  override down(): void {
    this.addSql(`drop function todos_with_words(bigint, text);`);
    this.addSql(`drop function words_of_todo(bigint, text, text);`);
    this.addSql(`drop function words_of_text(text);`);
  }
}

// Thai, Lao, Myanmar, Khmer; kana, Bopomofo, Han with its extensions
const unspaced =
  '[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u30fa\\u30fc-\\u312f\\u3400-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';
