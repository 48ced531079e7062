import { type Kysely, sql } from "kysely"

/**
 * For each actor of ours the inboxes through which its followers are reached, a shared one once, and how many stand behind each. Kept
 * as followers come, go and move: a publication for a million followers on 25,000 servers spent 9 seconds finding the servers.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table follower_inbox (
      actor_id uuid not null references actor,
      inbox text not null,
      host text not null,
      followers int not null,
      primary key (actor_id, inbox)
    );

    -- Who follows at the moment at which their inbox changes is counted once: a new follower holds the row of the person still, a change
    -- of inbox the rows of the followers. In the order of the key, so that two never wait for each other in a circle
    create function note_follower_inboxes() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          perform from remote_actor where id in (select remote_id from changed) for share;
        end if;
        insert into follower_inbox as known (actor_id, inbox, host, followers)
        select changed.actor_id, coalesce(remote_actor.shared_inbox, remote_actor.inbox), min(remote_actor.host),
          count(*) * case tg_op when 'INSERT' then 1 else -1 end
        from changed join remote_actor on remote_actor.id = changed.remote_id
        group by 1, 2
        order by 1, 2
        on conflict (actor_id, inbox) do update set followers = known.followers + excluded.followers;
        if tg_op = 'DELETE' then
          delete from follower_inbox using changed, remote_actor
          where remote_actor.id = changed.remote_id and follower_inbox.actor_id = changed.actor_id
            and follower_inbox.inbox = coalesce(remote_actor.shared_inbox, remote_actor.inbox) and follower_inbox.followers = 0;
        end if;
        return null;
      end
    $$;
    create trigger follower_inbox_came after insert on follower
      referencing new table as changed for each statement execute function note_follower_inboxes();
    create trigger follower_inbox_went after delete on follower
      referencing old table as changed for each statement execute function note_follower_inboxes();

    create function move_follower_inbox() returns trigger language plpgsql as $$
      begin
        perform from follower where remote_id = new.id for no key update;
        insert into follower_inbox as known (actor_id, inbox, host, followers)
        select follower.actor_id, moved.inbox, new.host, moved.followers
        from follower cross join (
          values (coalesce(old.shared_inbox, old.inbox), -1), (coalesce(new.shared_inbox, new.inbox), 1)
        ) as moved (inbox, followers)
        where follower.remote_id = new.id
        order by follower.actor_id, moved.inbox
        on conflict (actor_id, inbox) do update set followers = known.followers + excluded.followers;
        delete from follower_inbox using follower
        where follower.remote_id = new.id and follower_inbox.actor_id = follower.actor_id
          and follower_inbox.inbox = coalesce(old.shared_inbox, old.inbox) and follower_inbox.followers = 0;
        return null;
      end
    $$;
    create trigger follower_inbox_moved after update of inbox, shared_inbox on remote_actor
      for each row when (coalesce(old.shared_inbox, old.inbox) <> coalesce(new.shared_inbox, new.inbox))
      execute function move_follower_inbox();

    insert into follower_inbox (actor_id, inbox, host, followers)
    select follower.actor_id, coalesce(remote_actor.shared_inbox, remote_actor.inbox), min(remote_actor.host), count(*)
    from follower join remote_actor on remote_actor.id = follower.remote_id
    group by 1, 2;

    -- whether an inbox is shared, and who is behind one that is gone, without reading all that are known of its server
    create index remote_actor_by_shared_inbox on remote_actor (shared_inbox) where shared_inbox is not null;
    create index remote_actor_by_inbox on remote_actor using hash (inbox);
  `.execute(db)
}
