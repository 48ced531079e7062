import { type Kysely, sql } from "kysely"

/** Times of day are text beside their IANA zone, as their organiser said them; `*_at` columns are instants. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table setting (key text primary key, value jsonb not null);

    create table actor (
      id uuid primary key,
      handle text not null unique,
      kind text not null check (kind in ('instance', 'publisher', 'calendar')),
      name text not null,
      summary text not null default '',
      language text not null,
      icon jsonb,
      image jsonb,
      links jsonb not null default '[]',
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create table calendar (
      id uuid primary key references actor,
      publisher_id uuid not null references actor,
      calendar_kind text not null check (calendar_kind in ('agenda', 'events', 'interviews')),
      time_zone text not null,
      position int not null default 0
    );
    -- private_key is sealed with SECRET_KEY (AES-256-GCM); public_key is SPKI PEM
    create table actor_key (
      actor_id uuid not null references actor,
      algorithm text not null check (algorithm in ('RSA', 'Ed25519')),
      public_key text not null,
      private_key bytea not null,
      created_at timestamptz not null,
      primary key (actor_id, algorithm)
    );

    create table place (
      id uuid primary key,
      version int not null default 1,
      name text not null,
      street text,
      postal_code text,
      locality text,
      region text,
      country text,
      latitude double precision,
      longitude double precision
    );
    create index place_by_name on place (lower(name));

    create table event (
      id uuid primary key,
      calendar_id uuid not null references calendar,
      slug text not null unique,
      uid text not null unique,
      state text not null check (state in ('draft', 'published', 'deleted')),
      status text not null check (status in ('scheduled', 'cancelled', 'postponed', 'rescheduled', 'moved-online')),
      "full" boolean not null default false,
      title text not null,
      summary text not null default '',
      description text not null default '',
      language text not null,
      start_local text not null,
      end_local text,
      all_day boolean not null,
      time_zone text not null,
      previous jsonb,
      times_are text,
      starts_at timestamptz not null,
      ends_at timestamptz,
      over_at timestamptz not null,
      online_url text,
      url text,
      category text not null default 'MEETING',
      organisers text[] not null default '{}',
      access text,
      tags text[] not null default '{}',
      image jsonb,
      series_id uuid,
      sequence int not null default 0,
      created_at timestamptz not null,
      published_at timestamptz,
      updated_at timestamptz,
      deleted_at timestamptz,
      changed_at timestamptz not null,
      ical text
    );
    create index event_upcoming on event (over_at, starts_at) where state = 'published';
    create index event_by_calendar on event (calendar_id, starts_at);
    create index event_by_tag on event using gin (tags);
    create index event_by_organiser on event using gin (organisers);
    create index event_by_series on event (series_id) where series_id is not null;

    create table event_place (
      event_id uuid not null references event on delete cascade,
      place_id uuid not null references place,
      position int not null,
      primary key (event_id, position)
    );
    create index event_place_by_place on event_place (place_id);

    create table session (
      id uuid primary key,
      event_id uuid not null references event on delete cascade,
      slug text not null,
      position int not null,
      uid text not null unique,
      title text not null,
      summary text not null default '',
      start_local text,
      end_local text,
      all_day boolean not null default false,
      time_zone text,
      starts_at timestamptz,
      ends_at timestamptz,
      room text,
      track text,
      format text,
      speakers text[] not null default '{}',
      documents jsonb not null default '[]',
      sequence int not null default 0,
      changed_at timestamptz not null,
      ical text,
      unique (event_id, slug)
    );

    create table interview (
      id uuid primary key,
      calendar_id uuid not null references calendar,
      slug text not null unique,
      state text not null check (state in ('draft', 'published', 'deleted')),
      title text not null,
      summary text not null default '',
      content text not null default '',
      language text not null,
      interviewees text[] not null default '{}',
      tags text[] not null default '{}',
      date text not null,
      portrait jsonb,
      video_url text,
      original jsonb,
      event_id uuid references event,
      created_at timestamptz not null,
      published_at timestamptz,
      updated_at timestamptz,
      deleted_at timestamptz
    );
    create index interview_by_calendar on interview (calendar_id, date desc);
    create index interview_by_event on interview (event_id) where event_id is not null;

    create table news (
      id uuid primary key,
      event_id uuid not null references event on delete cascade,
      calendar_id uuid not null references calendar,
      kind text not null,
      text text not null,
      reason text,
      before jsonb,
      language text not null,
      published_at timestamptz not null
    );
    create index news_by_event on news (event_id, published_at desc);
  `.execute(db)

  await sql`
    -- what is served at each of our ids, rendered once per version; gone = Tombstone, answered with 410
    create table object (
      path text primary key,
      type text not null,
      actor_id uuid references actor,
      version int not null default 1,
      body text not null,
      etag text not null,
      gone boolean not null default false,
      -- the page a browser is sent to
      page text,
      likes int not null default 0 check (likes >= 0),
      shares int not null default 0 check (shares >= 0),
      replies int not null default 0 check (replies >= 0),
      updated_at timestamptz not null
    );
    -- outboxes leave out what is about these, few among many
    create index object_gone on object (path) where gone;

    -- the outbox of each actor and the promise to deliver are one table; id is the activity's id
    create table outbox (
      id uuid primary key,
      seq bigint generated always as identity unique,
      actor_id uuid not null references actor,
      type text not null,
      object_path text,
      object_type text,
      object_version int,
      body text not null,
      -- other bytes of the same activity for a software's dialect, by name
      variants jsonb not null default '{}',
      -- whether the public outbox collection lists it
      listed boolean not null,
      published_at timestamptz not null
    );
    create index outbox_listed on outbox (actor_id, seq desc) where listed;
    create index outbox_by_object on outbox (object_path);

    create table host (
      name text primary key,
      software text,
      version text,
      learnt_at timestamptz,
      -- which signature it took: cavage or rfc9421, until knock_until
      knock text,
      knock_until timestamptz,
      failures int not null default 0,
      failing_since timestamptz,
      paused_until timestamptz,
      last_error text,
      blocked_at timestamptz
    );

    create table remote_actor (
      id text primary key,
      host text not null,
      type text not null,
      handle text,
      name text,
      url text,
      inbox text not null,
      shared_inbox text,
      fetched_at timestamptz not null
    );
    create index remote_actor_by_host on remote_actor (host);

    create table follower (
      actor_id uuid not null references actor,
      remote_id text not null references remote_actor,
      follow_id text not null,
      created_at timestamptz not null,
      primary key (actor_id, remote_id)
    );
    create index follower_by_remote on follower (remote_id);

    create table following (
      actor_id uuid not null references actor,
      remote_id text not null references remote_actor,
      follow_id uuid not null,
      state text not null check (state in ('pending', 'accepted', 'rejected')),
      created_at timestamptz not null,
      primary key (actor_id, remote_id)
    );

    -- one row an inbox and activity. thread is the actor's object: rows of one (thread, inbox) go in the order of their ids
    create table delivery (
      id bigint generated always as identity primary key,
      outbox_id uuid not null references outbox on delete cascade,
      -- who signs. Actors stay, so this is not checked once more for each of 100,000 rows (0.3 s of 1.6)
      actor_id uuid not null,
      variant text not null default '',
      inbox text not null,
      host text not null,
      thread text not null,
      state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
      attempts int not null default 0,
      due_at timestamptz not null,
      leased_until timestamptz,
      status int,
      error text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index delivery_due on delivery (due_at, id) where state = 'pending';
    create index delivery_by_thread on delivery (inbox, thread, id) where state <> 'done';
    create index delivery_by_outbox on delivery (outbox_id);
    create index delivery_by_host on delivery (host) where state <> 'done';
    create index delivery_dead on delivery (id) where state = 'dead';

    -- what came in, signature checked, before it is handled. Hubzilla sends an edit under the same activity id:
    -- a repeat is the same id and the same bytes of the object
    create table inbox_activity (
      id bigint generated always as identity primary key,
      activity_id text not null,
      digest text not null,
      actor text not null,
      type text not null,
      recipient text,
      body text not null,
      received_at timestamptz not null default now(),
      state text not null default 'pending' check (state in ('pending', 'done', 'ignored', 'failed')),
      attempts int not null default 0,
      due_at timestamptz not null default now(),
      leased_until timestamptz,
      error text,
      unique (activity_id, digest)
    );
    create index inbox_activity_due on inbox_activity (due_at) where state = 'pending';
    create index inbox_activity_by_actor on inbox_activity (actor, id) where state = 'pending';

    -- someone counts once an object, however many activities say so: an Undo takes back the one that it names
    create table reaction (
      object_path text not null,
      actor text not null,
      kind text not null check (kind in ('like', 'share')),
      activity_id text not null,
      created_at timestamptz not null default now(),
      primary key (object_path, actor, kind, activity_id)
    );
    create index reaction_by_activity on reaction (activity_id);
    create index reaction_by_actor on reaction (actor);

    create table reply (
      id text primary key,
      object_path text not null,
      actor text not null,
      in_reply_to text not null,
      content text not null,
      url text,
      public boolean not null,
      published_at timestamptz not null,
      -- what its author says of the last edit: an older one that comes later changes nothing
      updated_at timestamptz,
      received_at timestamptz not null default now()
    );
    create index reply_by_object on reply (object_path, published_at);
    create index reply_by_actor on reply (actor);

    -- ids undone or deleted before the thing itself arrived: the end state does not depend on arrival order
    create table revoked (id text not null, actor text not null, at timestamptz not null default now(), primary key (id, actor));

    -- events of partners that we follow, as they sent them
    create table partner_event (
      id text primary key,
      remote_id text not null references remote_actor,
      name text not null,
      document jsonb not null,
      -- the Create or Invite that brought it: Hubzilla's Delete names that one
      activity_id text,
      starts_at timestamptz,
      received_at timestamptz not null default now(),
      updated_at timestamptz,
      deleted_at timestamptz
    );

    create table kv (key text primary key, value jsonb not null, expires_at timestamptz);
  `.execute(db)

  await sql`
    create table account (
      id uuid primary key,
      name text not null,
      email text unique,
      role text not null check (role in ('author', 'validator', 'publisher', 'admin')),
      created_at timestamptz not null
    );
    create table invitation (
      -- SHA-256 of the secret in the link
      digest text primary key,
      role text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create table token (
      id uuid primary key,
      name text not null,
      scopes text[] not null,
      account_id uuid references account,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz
    );
    create table idempotency (
      key text not null,
      token_id uuid not null references token,
      request_digest text not null,
      status int not null,
      body text not null,
      location text,
      created_at timestamptz not null,
      primary key (key, token_id)
    );
    create index idempotency_by_age on idempotency (created_at);
  `.execute(db)
}
