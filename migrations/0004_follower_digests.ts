import { type Kysely, sql } from "kysely"

/**
 * FEP-8fcf: for each actor of ours and each server, the SHA-256 of its followers' ids XORed together. Kept as followers come and go, by
 * statement: a publication that goes to a server of 100,000 followers must not digest 100,000 ids first.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table follower_digest (
      actor_id uuid not null references actor,
      host text not null,
      digest bit(256) not null,
      followers int not null,
      primary key (actor_id, host)
    );

    -- in and out are the same to XOR; in the order of the key, so that two never wait for each other in a circle
    create function note_followers() returns trigger language plpgsql as $$
      begin
        insert into follower_digest as known (actor_id, host, digest, followers)
        select changed.actor_id, remote_actor.host,
          bit_xor(('x' || encode(sha256(convert_to(changed.remote_id, 'UTF8')), 'hex'))::bit(256)),
          count(*) * case tg_op when 'INSERT' then 1 else -1 end
        from changed join remote_actor on remote_actor.id = changed.remote_id
        group by changed.actor_id, remote_actor.host
        order by changed.actor_id, remote_actor.host
        on conflict (actor_id, host) do update set
          digest = known.digest # excluded.digest, followers = known.followers + excluded.followers;
        return null;
      end
    $$;
    create trigger follower_came after insert on follower
      referencing new table as changed for each statement execute function note_followers();
    create trigger follower_went after delete on follower
      referencing old table as changed for each statement execute function note_followers();

    insert into follower_digest (actor_id, host, digest, followers)
    select follower.actor_id, remote_actor.host,
      bit_xor(('x' || encode(sha256(convert_to(follower.remote_id, 'UTF8')), 'hex'))::bit(256)), count(*)
    from follower join remote_actor on remote_actor.id = follower.remote_id
    group by follower.actor_id, remote_actor.host;
  `.execute(db)
}
