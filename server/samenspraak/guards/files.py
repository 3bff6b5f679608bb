"""The functions of the database about files: who has one already, and letting go of the unused."""

FILES = """
-- Whether anything still stands on these bytes: a message whose text is there, or a paper of an
-- agreement. A message that was taken back leaves its files to be swept.
create or replace function is_content_used(content uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (
    select from file f where f.content_id = content and (
      exists (select from attachment a join message m on m.id = a.message_id
              where a.file_id = f.id and m.removed_at is null)
      or exists (select from version v where v.file_id = f.id)
      or exists (select from signed_copy c where c.file_id = f.id)))
$$;

-- Whether a reader of this journal has these bytes: what was sent into a room of both and is used
-- nowhere yet is there for the side that sent it alone.
create or replace function has_content(journal uuid, content uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from workspace w where w.journal_id = journal)
    or exists (select from file_content c
               join workspace w on w.journal_id = c.journal_id
               join side_room r on r.workspace_id = w.id and r.side = c.side
               where c.id = content and c.journal_id = journal
                 and r.journal_id = any(my_journals()))
    or is_content_used(content)
$$;

-- Bytes that were sent long enough ago and that nothing stands on go, with the name they had. What
-- somebody attaches at this moment holds the row of its file; it is left for the next round.
create or replace function sweep_files(kept_before timestamptz, most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare chosen uuid[]; going uuid[];
begin
  chosen := array(select c.id from file_content c
                  where c.kept_at <= kept_before and not is_content_used(c.id)
                  order by c.kept_at, c.id limit most);
  if cardinality(chosen) = 0 then return 0; end if;
  going := array(select f.content_id from file f where f.content_id = any(chosen)
                 for update skip locked);
  -- Judged once more, now that nobody can begin to use them.
  chosen := array(select one from unnest(chosen) one
                  where (one = any(going) or not exists (select from file f where f.content_id = one))
                    and not is_content_used(one));
  perform set_config('app.letting_go', 'DELETE', true);
  delete from attachment a using file f where f.id = a.file_id and f.content_id = any(chosen);
  delete from file f where f.content_id = any(chosen);
  delete from file_chunk k where k.content_id = any(chosen);
  delete from file_content c where c.id = any(chosen);
  perform set_config('app.letting_go', '', true);
  return cardinality(chosen);
end $$;
"""
