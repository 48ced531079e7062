import { type Kysely, sql } from "kysely"

/**
 * Who did what, and who may: the audit log; roles of accounts on one calendar or on all; the author of what is not published yet, who
 * may edit it. A role that an account had was one on every calendar.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      by_kind text not null,
      by_id text,
      by_name text not null,
      action text not null,
      subject_kind text not null,
      subject_id text,
      calendar_id uuid,
      details jsonb
    );
    create index audit_at on audit (at);
    create index audit_subject on audit (subject_id, id) where subject_id is not null;

    create table account_grant (
      account_id uuid not null references account on delete cascade,
      role text not null,
      calendar_id uuid references actor on delete cascade,
      unique nulls not distinct (account_id, calendar_id)
    );
    insert into account_grant (account_id, role) select id, role from account;
    alter table account drop column role;

    -- null: on every calendar
    alter table invitation add column calendar_ids uuid[];

    alter table event add column author_id uuid references account on delete set null;
    alter table interview add column author_id uuid references account on delete set null;
  `.execute(db)
}
