import { type Kysely, sql } from "kysely"

/**
 * What a calendar program may have read: an entry for every event and session that ever had a text, kept when it goes, so that
 * "what changed since" has an exact answer.
 *
 * `seq` grows in the order of commits: it is given at the very end of a transaction (deferred triggers), under a lock that is held
 * until the commit is visible. Without it a reader that saw 7 could be past 6, which commits later, and would never learn of it.
 * Given earlier in the transaction, the lock would make those that change several events wait for each other in circles.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table calendar_entry (
      -- the event's, or the session's
      id uuid primary key,
      event_id uuid not null,
      calendar_id uuid not null references calendar,
      -- of its last change, and of its first
      seq bigint not null unique,
      born bigint not null,
      -- of the text; null when there is none any more
      digest text
    );
    create index calendar_entry_by_calendar on calendar_entry (calendar_id, seq);
    create index calendar_entry_by_event on calendar_entry (event_id);
    create sequence calendar_entry_seq as bigint owned by calendar_entry.seq;

    -- a text that is what it was changes nothing
    create function note_calendar_entry(entry uuid, event uuid, calendar uuid, ical text) returns void
    language sql as $$
      insert into calendar_entry as known (id, event_id, calendar_id, seq, born, digest)
      select entry, event, calendar, n, n, left(encode(sha256(convert_to(ical, 'UTF8')), 'hex'), 32)
      from nextval('calendar_entry_seq') as n
      on conflict (id) do update set seq = excluded.seq, digest = excluded.digest
        where known.digest is distinct from excluded.digest
    $$;
    create function drop_calendar_entries(entry uuid, event uuid) returns void
    language sql as $$
      update calendar_entry set seq = nextval('calendar_entry_seq'), digest = null
      where (id = entry or event_id = event) and digest is not null
    $$;

    create function event_text_changed() returns trigger language plpgsql as $$
    declare
      changed uuid := coalesce(new.id, old.id);
      latest record;
    begin
      perform pg_advisory_xact_lock(hashtext('beffroi calendar entries'));
      select calendar_id, ical into latest from event where id = changed;
      if latest.ical is null then
        perform drop_calendar_entries(changed, changed);
      else
        perform note_calendar_entry(changed, changed, latest.calendar_id, latest.ical);
      end if;
      return null;
    end $$;

    create function session_text_changed() returns trigger language plpgsql as $$
    declare
      changed uuid := coalesce(new.id, old.id);
      latest record;
    begin
      perform pg_advisory_xact_lock(hashtext('beffroi calendar entries'));
      select event.id as event_id, event.calendar_id, session.ical into latest
        from session join event on event.id = session.event_id
        where session.id = changed and event.ical is not null;
      if latest.ical is null then
        perform drop_calendar_entries(changed, null);
      else
        perform note_calendar_entry(changed, latest.event_id, latest.calendar_id, latest.ical);
      end if;
      return null;
    end $$;

    create constraint trigger event_text_changed after update of ical on event
      deferrable initially deferred for each row
      when (old.ical is distinct from new.ical) execute function event_text_changed();
    create constraint trigger event_text_came after insert on event
      deferrable initially deferred for each row when (new.ical is not null) execute function event_text_changed();
    create constraint trigger event_text_went after delete on event
      deferrable initially deferred for each row when (old.ical is not null) execute function event_text_changed();
    create constraint trigger session_text_changed after update of ical on session
      deferrable initially deferred for each row
      when (old.ical is distinct from new.ical) execute function session_text_changed();
    create constraint trigger session_text_came after insert on session
      deferrable initially deferred for each row when (new.ical is not null) execute function session_text_changed();
    -- a programme is written anew as a whole: what is deleted may be there again at the end
    create constraint trigger session_text_went after delete on session
      deferrable initially deferred for each row when (old.ical is not null) execute function session_text_changed();

    select note_calendar_entry(id, id, calendar_id, ical) from event where ical is not null order by created_at;
    select note_calendar_entry(session.id, event.id, event.calendar_id, session.ical)
      from session join event on event.id = session.event_id
      where session.ical is not null and event.ical is not null order by event.created_at, session.position;
  `.execute(db)
}
