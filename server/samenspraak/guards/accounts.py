"""The functions of the database about accounts: who somebody is before that is known, and who ends."""

ACCOUNTS = """
-- Look-ups from before a person is known. Each takes a secret or an address and gives one row; of
-- somebody whose account is shut it gives no way in.
create or replace function credential_of(address text)
returns table (person_id uuid, password_hash text, has_second_factor boolean, is_disabled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.person_id, c.password_hash, c.totp_since is not null, p.disabled_at is not null
  from credential c join person p on p.id = c.person_id
  where p.email = address
$$;

create or replace function session_by(secret_hash text)
returns table (id uuid, person_id uuid, seen_at timestamptz, expires_at timestamptz,
               proven_at timestamptz, method text, name text, email text, language text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.person_id, s.seen_at, s.expires_at, s.proven_at, s.method::text,
         p.name, p.email::text, p.language::text
  from session s join person p on p.id = s.person_id
  where s.token_hash = secret_hash and p.disabled_at is null
$$;

create or replace function api_token_by(secret_hash text)
returns table (id uuid, person_id uuid, expires_at timestamptz, revoked_at timestamptz,
               name text, email text, language text)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, t.person_id, t.expires_at, t.revoked_at, p.name, p.email::text, p.language::text
  from api_token t join person p on p.id = t.person_id
  where t.token_hash = secret_hash and p.disabled_at is null
$$;

create or replace function person_known_elsewhere(at_issuer text, as_subject text)
returns table (person_id uuid, is_disabled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.person_id, p.disabled_at is not null
  from external_identity e join person p on p.id = e.person_id
  where e.issuer = at_issuer and e.subject = as_subject
$$;

-- A state works once, for the browser it was given to; what nobody came back for goes on the way.
create or replace function take_provider_request(state text, browser text, moment timestamptz)
returns setof provider_request
language sql volatile security definer set search_path = public, pg_temp as $$
  delete from provider_request r where r.expires_at <= moment;
  delete from provider_request r where r.state_hash = state and r.browser_hash = browser returning r.*;
$$;

create or replace function password_reset_by(hash text)
returns table (id uuid, person_id uuid, expires_at timestamptz, used_at timestamptz,
               is_disabled boolean, name text, email text)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.person_id, r.expires_at, r.used_at, p.disabled_at is not null, p.name, p.email::text
  from password_reset r join person p on p.id = r.person_id where r.secret_hash = hash
$$;

-- Neither a reset nor a request to a provider is of use once its time is over.
create or replace function forget_what_is_over(moment timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  delete from provider_request r where r.expires_at <= moment;
  delete from password_reset r where r.expires_at <= moment;
$$;

-- An administrator lets somebody go everywhere at once, also from rooms the administrator has no part
-- in. So the rooms in which that person stands for the organisation, invited somebody or was invited,
-- are told here, and opened to this one transaction; nobody but an administrator is told any.
create or replace function rooms_of_member(organisation uuid, member uuid)
returns table (workspace_id uuid, side text, shared_journal_id uuid, side_journal_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare room record;
begin
  perform from membership m where m.organisation_id = organisation and m.person_id = my_person()
    and m.is_administrator and m.left_at is null;
  if not found then return; end if;
  for room in
    select distinct w.id, r.side::text as side, w.journal_id as shared, r.journal_id as own_side
    from party y
    join workspace w on w.id = y.workspace_id
    join side_room r on r.workspace_id = w.id and r.side = y.side
    where y.organisation_id = organisation and (
      exists (select from participant p
              where p.party_id = y.id and p.person_id = member and p.left_at is null)
      or exists (select from invitation i
                 where i.party_id = y.id and i.accepted_at is null and i.withdrawn_at is null
                   and i.email = (select q.email from person q where q.id = member))
      or exists (select from invitation i
                 where i.journal_id = r.journal_id and i.invited_by = member
                   and i.accepted_at is null and i.withdrawn_at is null))
  loop
    perform read_also(room.shared);
    perform read_also(room.own_side);
    workspace_id := room.id; side := room.side;
    shared_journal_id := room.shared; side_journal_id := room.own_side;
    return next;
  end loop;
end $$;
"""
