"""The words of what can be found: how a text becomes words, and how they follow that text.

No text is copied, only the words in it, in the journal the text hangs on. Triggers put them there,
so that whatever changes or empties a text, an erasure at the terminal included, changes its words.
"""

# Members of documents that hold what people wrote, and no code, digest or number.
TEXT_MEMBERS = (
    "title",
    "text",
    "targetGroup",
    "evidence",
    "countsGround",
    "ownPart",
    "question",
    "decision",
    "reason",
    "groundText",
    "basisReason",
    "summary",
    "name",
)
# The start of a text will do to find it by; a few more words and PostgreSQL stores no words at all.
MOST_CHARACTERS = 50_000
# Filling goes in steps, so that nobody waits for it.
FILL_AT_ONCE = 1_000

# What PostgreSQL would keep together as an address or a path; here it only stands between words.
_BETWEEN = "._-@/:+~&=?%#'"
# Letters that have no plain one inside them.
_ODD = "ØøŁłĐđĦħŦŧıÞþÐð"
_PLAIN = "OoLlDdHhTtiTtDd"
_QUOTED = _BETWEEN.replace("'", "''")
_SPACES = " " * len(_BETWEEN)
_NAMED = " || ".join(f'@.key == "{name}"' for name in TEXT_MEMBERS)

SEARCHING = f"""
-- Accents do not matter: a letter is parted from what stands on it, and that is left out. Nor does
-- what stands between words.
create or replace function folded(given text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select translate(regexp_replace(normalize(left(given, {MOST_CHARACTERS}), NFD),
                                  '[\\u0300-\\u036f]+', '', 'g'),
                   '{_ODD}{_QUOTED}', '{_PLAIN}{_SPACES}')
$$;

-- Words as they stand weigh more than their stems, and those of a title more than others.
create or replace function words_of(title text, body text) returns tsvector
language sql immutable parallel safe set search_path = public, pg_catalog, pg_temp as $$
  select setweight(to_tsvector('pg_catalog.simple', t), 'A')
      || setweight(to_tsvector('pg_catalog.simple', b), 'C')
      || setweight(to_tsvector('pg_catalog.dutch', t) || to_tsvector('pg_catalog.english', t), 'B')
      || setweight(to_tsvector('pg_catalog.dutch', b) || to_tsvector('pg_catalog.english', b), 'D')
  from (select folded(title), folded(body)) as given (t, b)
$$;

create or replace function text_in(document text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select string_agg(each #>> '{{}}', ' ')
  from jsonb_path_query(document::jsonb, 'strict $.** ? (@.type() == "object").keyvalue()
    ? ({_NAMED}).value ? (@.type() == "string")') each
$$;

-- A word is found as it stands, by its stem in either language and, where it is long enough to say
-- something, by its beginning: half of all Dutch words are two.
create or replace function query_of(word text, is_wide boolean) returns tsquery
language sql immutable parallel safe set search_path = public, pg_catalog, pg_temp as $$
  select plainto_tsquery('pg_catalog.simple', f) || plainto_tsquery('pg_catalog.dutch', f)
      || plainto_tsquery('pg_catalog.english', f)
      || case when is_wide and length(beginning) >= 4
              then to_tsquery('pg_catalog.simple', quote_literal(beginning) || ':*AC')
              else ''::tsquery end
  from (select folded(word)) as given (f),
       lateral (select (ts_lexize('pg_catalog.dutch_stem', lower(f)))[1]) as cut (stem),
       lateral (select case when length(stem) >= 5 and starts_with(lower(f), stem)
                            then stem else f end) as first (beginning)
$$;

-- Words beside each other, as they stand: only those weighed A and C are.
create or replace function phrase_of(words text) returns tsquery
language sql immutable parallel safe set search_path = public, pg_catalog, pg_temp as $$
  select to_tsquery('pg_catalog.simple',
                    coalesce(string_agg(quote_literal(word) || ':AC', ' <-> ' order by place), ''))
  from regexp_split_to_table(folded(words), '\\s+') with ordinality as parts (word, place)
  where word <> ''
$$;

-- Words that say nothing by themselves in one of the two languages.
create or replace function says_little(word text) returns boolean
language sql immutable parallel safe set search_path = public, pg_catalog, pg_temp as $$
  select numnode(plainto_tsquery('pg_catalog.dutch', folded(word))) = 0
      or numnode(plainto_tsquery('pg_catalog.english', folded(word))) = 0
$$;

create or replace function let_find(what text, about uuid, journal uuid, moment timestamptz,
                                    title text, body text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into findable (id, journal_id, kind, about_id, at, words)
    values (what || ':' || about, journal, what, about, moment,
            words_of(coalesce(title, ''), coalesce(body, '')))
    on conflict (id) do update set at = excluded.at, words = excluded.words
$$;

create or replace function let_find_message(m message) returns void language sql as $$
  select let_find('message', m.id, m.journal_id, m.posted_at, '', m.text)
$$;
create or replace function let_find_thread(t thread) returns void language sql as $$
  select let_find('thread', t.id, t.journal_id, t.started_at, t.title, '')
$$;
create or replace function let_find_talk(t talk) returns void language sql as $$
  select let_find('talk', t.id, t.journal_id, t.recorded_at, '',
                  t.attendees || ' ' || array_to_string(t.lines, ' '))
$$;
-- A commitment is found by its newest round; what was signed is found in its version.
create or replace function let_find_revision(r revision) returns void language sql as $$
  select let_find('commitment', r.commitment_id, r.journal_id, r.put_at,
                  r.content::jsonb #>> '{{terms,title}}', text_in(r.content))
$$;
create or replace function let_find_version(v version) returns void language sql as $$
  select let_find('agreement', v.id, v.journal_id, v.offered_at, '',
                  v.reason || ' ' || coalesce(text_in(v.content), ''))
$$;
create or replace function let_find_purpose(p purpose) returns void language sql as $$
  select let_find('purpose', p.workspace_id, p.journal_id, p.set_at, '', text_in(p.content))
$$;
create or replace function let_find_file(f file) returns void language sql as $$
  select let_find('file', f.id, f.journal_id, f.stored_at, f.name, '')
$$;

create or replace function follow_text() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from findable where id = 'file:' || old.id;
    return null;
  end if;
  case tg_table_name
    when 'message' then
      if new.removed_at is not null then
        delete from findable where id = 'message:' || new.id;
        -- Nor is what it brought, unless a paper of an agreement is the same file.
        delete from findable where id in (
          select 'file:' || f.id from attachment a join file f on f.id = a.file_id
          where a.message_id = new.id and not is_content_used(f.content_id));
      else
        perform let_find_message(new);
      end if;
    when 'thread' then perform let_find_thread(new);
    when 'talk' then perform let_find_talk(new);
    when 'revision' then perform let_find_revision(new);
    when 'version' then
      perform let_find_version(new);
      perform let_find_file(f) from file f where f.id = new.file_id;
    when 'purpose' then perform let_find_purpose(new);
    when 'file' then
      if is_content_used(new.content_id) then
        perform let_find_file(new);
      else
        delete from findable where id = 'file:' || new.id;
      end if;
    -- Nobody finds a file before something makes use of it.
    when 'attachment' then perform let_find_file(f) from file f where f.id = new.file_id;
    when 'signed_copy' then perform let_find_file(f) from file f where f.id = new.file_id;
  end case;
  return null;
end $$;

-- What was written before words were kept, some at a time; returns how many there still were.
create or replace function fill_findable() returns int
language plpgsql set search_path = public, pg_temp as $$
declare filled int;
begin
  with old as (
    select let_find_message(m) from message m
      where removed_at is null
        and not exists (select from findable where id = 'message:' || m.id)
    union all select let_find_thread(t) from thread t
      where not exists (select from findable where id = 'thread:' || t.id)
    union all select let_find_talk(t) from talk t
      where not exists (select from findable where id = 'talk:' || t.id)
    union all select let_find_revision(r) from revision r
      where not exists (select from findable where id = 'commitment:' || r.commitment_id)
        and number = (select max(number) from revision n where n.commitment_id = r.commitment_id)
    union all select let_find_version(v) from version v
      where not exists (select from findable where id = 'agreement:' || v.id)
    union all select let_find_purpose(p) from purpose p
      where not exists (select from findable where id = 'purpose:' || p.workspace_id)
        and number = (select max(number) from purpose n where n.workspace_id = p.workspace_id)
    union all select let_find_file(f) from file f
      where is_content_used(f.content_id)
        and not exists (select from findable where id = 'file:' || f.id)
    limit {FILL_AT_ONCE}
  ) select count(*) into filled from old;
  return filled;
end $$;
"""  # noqa: S608  # Only texts of our own are put together.

# What moves the words of a row. Other rows go with their whole room.
_USES_OF_FILES = ("attachment", "signed_copy")
_FOLLOWED = {
    "message": "insert or update of text, removed_at",
    "thread": "insert or update of title",
    "talk": "insert or update of attendees, lines",
    "revision": "insert or update of content",
    "version": "insert or update of content, reason",
    "purpose": "insert or update of content",
    "file": "update of name or delete",
    **dict.fromkeys(_USES_OF_FILES, "insert"),
}
TRIGGERS = tuple(
    f'create or replace trigger followed after {moves} on "{table}" '
    "for each row execute function follow_text()"
    for table, moves in _FOLLOWED.items()
)
# Only triggers and the owner put words there; whoever serves asks by what makes a query.
OWNERS_FUNCTIONS = (
    "let_find(text, uuid, uuid, timestamptz, text, text)",
    "fill_findable()",
    *(f"let_find_{table}({table})" for table in _FOLLOWED if table not in _USES_OF_FILES),
)
FILL = "select fill_findable()"
