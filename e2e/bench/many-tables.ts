/** Statements that make `tables` tables with four indexes each, over ten schemas: what a grown application looks like. */
export function manyTables(tables: number): readonly string[] {
  const schemas = 10;
  return [
    ...Array.from({ length: schemas }, (_, n) => `create schema app_${n}`),
    `create type app_0.state as enum ('new', 'open', 'closed')`,
    `create domain app_0.amount as numeric(12, 2) check (value >= 0)`,
    `create function app_0.touch() returns trigger language plpgsql as 'begin return new; end'`,
    // One transaction a thousand, so that the lock table need not hold them all.
    ...Array.from({ length: Math.ceil(tables / 500) }, (_, part) => block(part * 500, Math.min(tables, (part + 1) * 500), schemas)),
    'analyze pg_catalog.pg_class',
    'analyze pg_catalog.pg_attribute',
  ];
}

function block(from: number, to: number, schemas: number): string {
  return `do $do$ declare
    s text; t text;
  begin
    for n in ${from}..${to - 1} loop
      s := 'app_' || n % ${schemas}; t := 'item_' || n;
      execute format('create table %I.%I (id bigserial primary key, code varchar(40) not null, title text default %L,
        amount app_0.amount, state app_0.state default ''new'', tags text[], doc jsonb default ''{}'', parent bigint,
        changed timestamptz not null default now(), note text)', s, t, 'untitled ' || n);
      execute format('create unique index %I on %I.%I (code)', t || '_code', s, t);
      execute format('create index %I on %I.%I (changed desc, state) where state <> ''closed''', t || '_open', s, t);
      if n % 5 = 0 then execute format('create index %I on %I.%I using gin (tags)', t || '_tags', s, t);
      else execute format('create index %I on %I.%I (lower(title)) include (amount)', t || '_title', s, t); end if;
      if n % 3 = 0 then execute format('alter table %I.%I add constraint %I check (length(code) > 0)', s, t, t || '_code_given'); end if;
      if n % 2 = 0 then
        execute format('comment on table %I.%I is %L', s, t, 'items of kind ' || n);
        execute format('comment on column %I.%I.code is %L', s, t, 'what people type');
      end if;
      if n % 4 = 1 then execute format('alter table %I.%I add constraint %I foreign key (parent) references %I.%I on delete cascade',
        s, t, t || '_parent', 'app_' || (n - 1) % ${schemas}, 'item_' || (n - 1)); end if;
      if n % 10 = 0 then execute format('create trigger touch before update on %I.%I for each row execute function app_0.touch()', s, t); end if;
      if n % 25 = 0 then execute format('create view %I.%I as select id, code, amount from %I.%I where amount > 0', s, 'v_' || t, s, t); end if;
    end loop;
  end $do$`;
}
