"""The functions of the database about letting go of who somebody was.

The login that serves owns nothing, so what it cannot change is changed here: of nobody but the person
who asks, and nothing but what says who that was. The owner, at the command line, may name anybody.
"""

from collections.abc import Sequence

_FUNCTIONS = """
create or replace function may_let_go_of(whom uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select whom = my_person()
      or pg_has_role(session_user, (select relowner from pg_class where oid = 'person'::regclass),
                     'usage')
$$;

-- Where somebody ever worked or took part, also where they left long ago. It is opened to this one
-- transaction: their name stands there, and in what others wrote about it.
create or replace function places_of(whom uuid)
returns table (workspace_id uuid, organisation_id uuid, journal_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare place record;
begin
  if not may_let_go_of(whom) then return; end if;
  for place in
    select w.id as workspace, null::uuid as organisation, w.journal_id as journal from workspace w
      where exists (select from participant p where p.workspace_id = w.id and p.person_id = whom)
    union all
    select null, m.organisation_id, m.journal_id from membership m where m.person_id = whom
    order by journal
  loop
    perform read_also(place.journal);
    perform read_also(r.journal_id) from side_room r where r.workspace_id = place.workspace;
    workspace_id := place.workspace;
    organisation_id := place.organisation;
    journal_id := place.journal;
    return next;
  end loop;
end $$;

-- What somebody may know of places they left: their own part, and what they signed there.
create or replace function left_places()
returns table (workspace_id uuid, workspace_title text, side text, name text, title text,
               roles varchar[], joined_at timestamptz, left_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.workspace_id, c.title, p.side::text, p.name, p.title, p.roles, p.joined_at, p.left_at
  from participant p
  join workspace w on w.id = p.workspace_id
  join contract c on c.id = w.contract_id
  where p.person_id = my_person() and p.left_at is not null
    and not p.journal_id = any(my_journals())
$$;

create or replace function signed_where_left()
returns table (version_id uuid, side text, name text, signed_at timestamptz, content text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.version_id, s.side::text, s.name, s.signed_at, s.content from signature s
  where s.person_id = my_person() and not s.journal_id = any(my_journals())
$$;

-- What is of no use to anybody any more, some at a time; returns how much went. The log of a draft goes
-- where its snapshot holds the same, so that who wrote which word is not kept for ever.
create or replace function sweep_what_is_over(
  moment timestamptz, letters_before timestamptz, log_before timestamptz, most int)
returns bigint language sql security definer set search_path = public, pg_temp as $$
  with sessions as (
    delete from session where id in (
      select id from session where expires_at <= moment limit most for update skip locked)
    returning 1
  ), buckets as (
    delete from rate_bucket where id in (
      select id from rate_bucket where window_ends_at <= moment limit most for update skip locked)
    returning 1
  ), previews as (
    delete from import_preview where id in (
      select id from import_preview where expires_at <= moment limit most for update skip locked)
    returning 1
  ), ways as (
    delete from provider_request where expires_at <= moment returning 1
  ), resets as (
    delete from password_reset where expires_at <= moment returning 1
  ), letters as (
    delete from outbox where id in (
      select id from outbox where due_at <= letters_before limit most for update skip locked)
    returning 1
  ), logs as (
    delete from draft_update where id in (
      select u.id from draft_update u join draft_snapshot s on s.id = u.draft_id
      where u.stored_at < log_before and u.sequence <= s.sequence
      limit most for update of u skip locked)
    returning 1
  )
  select (select count(*) from sessions) + (select count(*) from buckets)
       + (select count(*) from previews) + (select count(*) from ways)
       + (select count(*) from resets) + (select count(*) from letters)
       + (select count(*) from logs)
$$;

create or replace function forget_signer(whom uuid, workspace uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_let_go_of(whom) then raise exception 'of oneself alone'; end if;
  perform set_config('app.letting_go', 'UPDATE', true);
  update signature set name = '' from version v
    where v.id = signature.version_id and v.workspace_id = workspace
      and signature.person_id = whom;
  perform set_config('app.letting_go', '', true);
end $$;

-- A draft in which a name stood begins anew from what is left: its log held every value it ever had.
create or replace function rewrite_draft(
  whom uuid, which uuid, next_sequence bigint, client bigint, change bytea, contents bytea,
  moment timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare journal uuid;
begin
  select d.journal_id into journal from draft d
    where d.id = which and may_let_go_of(whom) and exists (
      select from participant p where p.workspace_id = d.workspace_id and p.person_id = whom)
    for no key update;
  if not found then raise exception 'of oneself alone'; end if;
  delete from draft_update where draft_id = which;
  insert into draft_update (id, journal_id, draft_id, sequence, person_id, data, stored_at)
    values (which || ':' || next_sequence, journal, which, next_sequence, whom, change, moment);
  insert into draft_client (id, journal_id, draft_id, client, person_id)
    values (which || ':' || client, journal, which, client, whom) on conflict (id) do nothing;
  insert into draft_snapshot (id, journal_id, sequence, state, taken_at)
    values (which, journal, next_sequence, contents, moment)
    on conflict (id) do update
      set sequence = excluded.sequence, state = excluded.state, taken_at = excluded.taken_at;
  update draft set head = next_sequence where id = which;
end $$;

-- Letters that wait and go to them, or that they sent and name them: first of all, while the names and
-- the invitations are still known. Anybody may be called like somebody else, or like a contract.
create or replace function forget_letters(whom uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_let_go_of(whom) then raise exception 'of oneself alone'; end if;
  delete from outbox o using person p
    where p.id = whom and (o.recipient = p.email or exists (
      select from json_each_text(o.facts::json) fact
      where fact.value = p.email::text or (fact.key = 'inviter'
        and exists (select from invitation i
                    where i.invited_by = whom and i.email = o.recipient)
        and fact.value in (
          select p.name union all select t.name from participant t
          where t.person_id = whom and t.name <> ''))));
end $$;

-- Every way in ends; nobody can be this again.
create or replace function forget_account(whom uuid, moment timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not may_let_go_of(whom) then raise exception 'of oneself alone'; end if;
  update invitation set email = '', title = ''
    where email = (select p.email from person p where p.id = whom);
  delete from journal_reader r where r.person_id = whom;
  delete from provider_request r where r.person_id = whom;
  %(deletes)s
  update person p set name = '', email = whom || '@erased.invalid', erased_at = moment
    where p.id = whom;
end $$;
"""


def letting_go(by_person: Sequence[str]) -> str:
    """Return the functions, which empty every table that belongs to one person alone."""
    deletes = "\n  ".join(
        f"delete from {table} t where t.person_id = whom;"  # noqa: S608  # names of our own tables
        for table in by_person
    )
    return _FUNCTIONS % {"deletes": deletes}
