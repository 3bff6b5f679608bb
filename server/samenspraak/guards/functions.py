"""The functions of the database: how a person is entered, and the few look-ups that go past the rows."""

# A function that gives a table cannot be replaced by one that gives other columns, such as those of
# an older release; no policy and no trigger hangs on these, so they are made anew.
FORGET_TABLES = """
do $$ declare old regprocedure; begin
  for old in select p.oid::regprocedure from pg_proc p
             where p.pronamespace = 'public'::regnamespace and p.proretset
  loop execute 'drop function ' || old; end loop;
end $$
"""

FUNCTIONS = """
create or replace function my_person() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.person', true), '')::uuid $$;

create or replace function my_journals() returns uuid[] language sql stable parallel safe as
$$ select coalesce(string_to_array(nullif(current_setting('app.journals', true), ''), ',')::uuid[],
                   '{}'::uuid[]) $$;

-- The one way to become somebody: what that person reads is looked up here, never passed in. Somebody
-- whose account is shut reads nothing from that moment on, whatever came in before.
create or replace function enter_as(person uuid, wait text) returns void
language sql security definer set search_path = public, pg_temp as $$
  select set_config('app.person', coalesce(person::text, ''), true),
         set_config('lock_timeout', wait, true),
         set_config('app.journals', coalesce(
           (select string_agg(journal_id::text, ',') from journal_reader where person_id = person
              and not exists (select from person p where p.id = person and p.disabled_at is not null)),
           ''), true)
$$;

create or replace function read_also(journal uuid) returns void
language sql set search_path = public, pg_temp as $$
  select set_config('app.journals', array_to_string(array_append(my_journals(), journal), ','), true)
$$;

-- A new journal has its founder as its first reader; without this nobody could begin.
create or replace function found_journal(journal uuid, kind text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if my_person() is null then raise exception 'nobody founds a journal'; end if;
  insert into journal (id, kind, head, head_digest) values (journal, kind, 0, repeat('0', 64));
  insert into journal_reader (id, journal_id, person_id, mode)
    values (journal || ':' || my_person(), journal, my_person(), 'write');
  perform read_also(journal);
end $$;

-- Look-ups from before a person is known. Each takes a secret or an address and gives one row.
create or replace function invitation_by(secret_hash text)
returns table (id uuid, workspace_id uuid, side text, email text, title text, roles varchar[],
               expires_at timestamptz, accepted_at timestamptz, withdrawn_at timestamptz,
               is_mailed boolean, party_name text, contract_title text, invited_by_name text,
               organisation_known boolean, person_known boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id, i.workspace_id, i.side::text, i.email::text, i.title, i.roles,
         i.expires_at, i.accepted_at, i.withdrawn_at,
         i.is_mailed, p.name, c.title, inviter.name, p.organisation_id is not null,
         exists (select from person known where known.email = i.email)
  from invitation i
  join party p on p.id = i.party_id
  join workspace w on w.id = i.workspace_id
  join contract c on c.id = w.contract_id
  join person inviter on inviter.id = i.invited_by
  where i.token_hash = secret_hash
$$;

-- Accepting an invitation is what lets somebody in, so it is done where it cannot be side-stepped:
-- the address must be that of the person who accepts, and the link works once.
create or replace function accept_invitation(secret_hash text, at timestamptz)
returns table (id uuid, workspace_id uuid, party_id uuid, side text, shared_journal_id uuid,
               side_journal_id uuid, organisation_id uuid, organisation_journal_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  found_invitation invitation%rowtype;
  shared uuid; room uuid; organisation_of_party uuid; organisation_journal uuid; journal uuid;
begin
  update invitation set accepted_at = at, accepted_by = my_person()
    where token_hash = secret_hash and accepted_at is null and withdrawn_at is null
      and expires_at > at
      and email = (select p.email from person p where p.id = my_person())
    returning * into found_invitation;
  if not found then return; end if;
  select w.journal_id into shared from workspace w where w.id = found_invitation.workspace_id;
  select s.journal_id into room from side_room s
    where s.workspace_id = found_invitation.workspace_id and s.side = found_invitation.side;
  select o.id, o.journal_id into organisation_of_party, organisation_journal
    from party p join organisation o on o.id = p.organisation_id
    where p.id = found_invitation.party_id;
  foreach journal in array array_remove(array[shared, room, organisation_journal], null) loop
    insert into journal_reader (id, journal_id, person_id, mode)
      values (journal || ':' || my_person(), journal, my_person(), 'write')
      on conflict do nothing;
    perform read_also(journal);
  end loop;
  return query select found_invitation.id, found_invitation.workspace_id, found_invitation.party_id,
    found_invitation.side::text, shared, room, organisation_of_party, organisation_journal;
end $$;

-- What people write live is stored for many of them in one transaction, so nobody's rights can be
-- set for it: each author's own are looked up here, for each draft. A draft with one author who may
-- not, or who writes under another's client id, is left out as a whole and that author is named.
create or replace function append_draft_updates(
  drafts uuid[], authors uuid[], updates bytea[],
  bound_drafts uuid[], bound_clients bigint[], bound_authors uuid[],
  touched_drafts uuid[], touched_fields text[], touched_authors uuid[],
  moment timestamptz, process text)
returns table (draft_id uuid, last_sequence bigint, refused_author uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare refused uuid[]; refused_authors uuid[];
begin
  -- The same order everywhere, so that two processes never wait for each other.
  perform from draft where id = any(drafts) order by id for no key update;
  insert into draft_client (id, journal_id, draft_id, client, person_id)
    select d.id || ':' || b.client, d.journal_id, d.id, b.client, b.author
    from unnest(bound_drafts, bound_clients, bound_authors) as b (draft, client, author)
    join draft d on d.id = b.draft and d.discarded_at is null
    -- Who may not write takes no client id either: they are for ever.
    join journal_reader j on j.journal_id = d.journal_id and j.person_id = b.author
    on conflict (id) do nothing;
  select array_agg(r.draft), array_agg(r.author) into refused, refused_authors
  from (
    select distinct on (wrong.draft) wrong.draft, wrong.author from (
      select a.draft, a.author from unnest(drafts, authors) as a (draft, author)
      left join draft d on d.id = a.draft and d.discarded_at is null
      left join journal_reader j on j.journal_id = d.journal_id and j.person_id = a.author
      where j.id is null
      union all
      select b.draft, b.author
      from unnest(bound_drafts, bound_clients, bound_authors) as b (draft, client, author)
      join draft_client c on c.id = b.draft || ':' || b.client and c.person_id <> b.author
    ) wrong order by wrong.draft
  ) r;
  refused := coalesce(refused, '{}');
  return query
  with asked as (
    select a.draft, a.author, a.data, a.place
    from unnest(drafts, authors, updates) with ordinality as a (draft, author, data, place)
    where not a.draft = any(refused)
  ), numbered as (
    select d.id as draft, d.journal_id, a.author, a.data,
           d.head + row_number() over (partition by d.id order by a.place) as sequence
    from asked a join draft d on d.id = a.draft
  ), stored as (
    insert into draft_update (id, journal_id, draft_id, sequence, person_id, data, stored_at)
    select n.draft || ':' || n.sequence, n.journal_id, n.draft, n.sequence, n.author, n.data, moment
    from numbered n returning draft_id, sequence
  ), grown as (
    select s.draft_id, max(s.sequence) as head from stored s group by s.draft_id
  ), kept as (
    update draft d set head = g.head from grown g where d.id = g.draft_id
    returning d.id, d.head, pg_notify('draft', d.id || ' ' || process)
  )
  select k.id, k.head, null::uuid from kept k
  union all
  select r.draft, null::bigint, r.author from unnest(refused, refused_authors) as r (draft, author);
  insert into draft_touch (id, journal_id, draft_id, field, person_id, touched_at)
    select d.id || ':' || t.field, d.journal_id, d.id, t.field, t.author, moment
    from unnest(touched_drafts, touched_fields, touched_authors) as t (draft, field, author)
    join draft d on d.id = t.draft
    where not t.draft = any(refused)
    on conflict (id) do update set person_id = excluded.person_id, touched_at = excluded.touched_at;
end $$;

-- Whoever loads begins with the snapshot. A newer one is never replaced by an older; what it holds
-- goes from the log once it is of no more use to whoever asks who wrote what.
create or replace function keep_draft_snapshot(
  draft uuid, up_to bigint, contents bytea, moment timestamptz, log_since timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from draft d where d.id = draft for no key update;
  insert into draft_snapshot (id, journal_id, sequence, state, taken_at)
    select d.id, d.journal_id, up_to, contents, moment from draft d
    where d.id = draft and up_to <= d.head
    on conflict (id) do update
      set sequence = excluded.sequence, state = excluded.state, taken_at = excluded.taken_at
      where draft_snapshot.sequence <= excluded.sequence;
  delete from draft_update u using draft_snapshot s
    where s.id = draft and u.draft_id = draft and u.sequence <= s.sequence
      and u.stored_at < log_since;
end $$;

-- What a side handed in is read by that side alone until this copies what both did, at one moment:
-- once both have, or for a coordinator. Whoever asks has to be in the room, and decides nothing else.
create or replace function open_perspectives(exchange uuid, copies uuid[], moment timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare room uuid; shared uuid; asker text; handed_in int;
begin
  select e.workspace_id, e.journal_id into room, shared from perspective_exchange e
    where e.id = exchange and e.opened_at is null and e.journal_id = any(my_journals())
    for no key update;
  if not found then return false; end if;
  select p.side into asker from participant p
    where p.workspace_id = room and p.person_id = my_person() and p.left_at is null
      and ('negotiator' = any(p.roles) or 'coordinator' = any(p.roles));
  -- Only what lies in a side's own room is that side's.
  select count(*) into handed_in from perspective_answer a
    join side_room r on r.workspace_id = room and r.side = a.side and r.journal_id = a.journal_id
    where a.exchange_id = exchange and a.side in ('buyer', 'contractor');
  if asker is null or handed_in = 0 or (handed_in < 2 and asker <> 'coordinator') then
    return false;
  end if;
  insert into perspective (id, journal_id, exchange_id, side, wants, worries, gives, needs,
                           by_participant, handed_in_at)
    select copies[row_number() over (order by a.side)], shared, exchange, a.side, a.wants,
           a.worries, a.gives, a.needs, a.by_participant, a.handed_in_at
    from perspective_answer a
    join side_room r on r.workspace_id = room and r.side = a.side and r.journal_id = a.journal_id
    where a.exchange_id = exchange and a.side in ('buyer', 'contractor');
  update perspective_exchange set opened_at = moment, opened_by_side = asker where id = exchange;
  return true;
end $$;

-- How many years the parties of a workspace want things kept, of those that said so. It is asked of
-- both sides' settings, which nobody else reads, because the longest holds for the room of both.
create or replace function retention_asked(workspace uuid) returns int[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_agg(distinct s.retention_years) from party p
  join organisation_setting s on s.organisation_id = p.organisation_id
  where p.workspace_id = workspace and s.retention_years is not null
    and exists (select from "workspace" w
                where w.id = workspace and w.journal_id = any(my_journals()))
$$;

-- What an offered version holds that was taken up again since, and when: a commitment by its number,
-- the purpose or the obligation. The round that led to the text itself does not count, even when a
-- replayed clock gives both one moment; a change that was on the table already when the version was
-- offered may be agreed since. Whoever asks sees the rows this looks at.
create or replace function version_changes(version_id uuid)
returns table (what text, number int, at timestamptz)
language sql stable set search_path = public, pg_temp as $$
  with offered as (
    select v.workspace_id, v.offered_at, v.content::json as content
    from version v where v.id = version_id
  ), part as (
    select (p ->> 'commitmentId')::uuid as id, (p ->> 'number')::int as number,
           p ->> 'digest' as digest
    from offered o, json_array_elements(coalesce(o.content -> 'commitments', '[]'::json)) p
  ), reopened as (
    select part.number, min(n.opened_at) as at
    from part cross join offered o
    join negotiation n on n.commitment_id = part.id and n.opened_at >= o.offered_at
    where n.number > coalesce((
      select max(earlier.number) from negotiation earlier
      where earlier.commitment_id = part.id and earlier.closed_as = 'agreed'
        and earlier.digest = any(select p.digest from part p)), 0)
    group by part.number
  ), held as (
    select part.number, part.digest as offered, newest.digest, newest.closed_at
    from part left join lateral (
      select n.digest, n.closed_at from (
        select n.digest, n.closed_at, n.revision_id from negotiation n
        where n.commitment_id = part.id and n.closed_as = 'agreed' order by n.number desc limit 1) n
      where not exists (select from binding b where b.revision_id = n.revision_id)
         or exists (select from binding b where b.revision_id = n.revision_id and b.to_at is null)
    ) newest on true
  )
  select 'commitment', r.number, r.at from reopened r
  union all
  select 'commitment', h.number, coalesce(h.closed_at, o.offered_at) from held h, offered o
    where h.digest is distinct from h.offered
      and not exists (select from reopened r where r.number = h.number)
  union all
  select 'purpose', 0, min(p.agreed_at) from purpose p, offered o
    where p.workspace_id = o.workspace_id and p.agreed_at > o.offered_at having count(*) > 0
  union all
  select 'obligation', 0, min(p.agreed_at) from obligation p, offered o
    where p.workspace_id = o.workspace_id and p.agreed_at > o.offered_at having count(*) > 0
$$;

-- The same for sweeps, which read neither the contents nor what they are made of.
create or replace function changes_in_version(version_id uuid)
returns table (what text, number int, at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.what, c.number, c.at from version_changes(version_id) c
$$;

-- Where a version that is up for signing may have lapsed or become void; that is judged there, under
-- the lock. A document is only opened in rooms where something moved since it was offered.
create or replace function due_versions(moment timestamptz, most int)
returns table (journal_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.journal_id from version v
  where v.state = 'offered' and (v.sign_by_at <= moment or (
    v.origin = 'samenspraak'
    and (exists (select from negotiation n join commitment c on c.id = n.commitment_id
                 where c.workspace_id = v.workspace_id
                   and (n.opened_at >= v.offered_at or n.closed_at >= v.offered_at))
         or exists (select from purpose p
                    where p.workspace_id = v.workspace_id and p.agreed_at > v.offered_at)
         or exists (select from obligation o
                    where o.workspace_id = v.workspace_id and o.agreed_at > v.offered_at))
    and exists (select from version_changes(v.id))))
  group by v.journal_id order by min(v.sign_by_at), v.journal_id limit most
$$;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- The owner of the table lets go of a whole workspace, or of a name, and says which before.
  -- Functions of the owner's sweep files that nobody used, and let go of who signed: of these alone.
  if tg_level = 'ROW' and tg_op = current_setting('app.letting_go', true)
     and pg_has_role(
       case when tg_table_name in ('attachment', 'file', 'file_chunk', 'file_content', 'signature')
            then current_user else session_user end,
       (select relowner from pg_class where oid = tg_relid), 'usage')
  then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception '% of % is for ever', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
"""
