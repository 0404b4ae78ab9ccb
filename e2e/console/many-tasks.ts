import { onStore } from './on-store.ts';

/** Which state the tasks of `fillStore` are in, a hundred at a time. Those that run are only said to: no engine knows them. */
const STATES = {
  streaming: 40,
  loading: 5,
  paused: 10,
  failed: 10,
  draft: 15,
  ready: 5,
  finished: 10,
  stopped: 5,
} as const;

const ERROR = {
  code: 'connect.refused',
  message: { en: 'The database does not accept connections at this address', zh: '数据库拒绝了该地址的连接' },
  hint: { en: 'Check address and port, then resume.', zh: '请检查地址和端口后恢复任务。' },
  retry: 'soon',
  side: 'source',
  connection: true,
  object: null,
};

/** One SQL expression: the state of task number `i`. */
function stateOf(): string {
  let from = 0;
  const cases = Object.entries(STATES).map(([name, share]) => {
    const until = from + share;
    const when = `when (i * 37) % 100 between ${from} and ${until - 1}`;
    from = until;
    return `${when} then ${stateJson(name)}`;
  });
  return `case ${cases.join(' ')} end`;
}

function stateJson(name: string): string {
  if (name === 'paused') return `'{"name":"paused","from":"streaming"}'::jsonb`;
  const json = name === 'failed' ? { name, from: 'streaming', error: ERROR } : { name };
  return `'${JSON.stringify(json).replaceAll("'", "''")}'::jsonb`;
}

/**
 * Puts `count` tasks into a store that a console has open: of both kinds, in all states, with tags and groups, each with a document
 * and figures such as tasks have. Beware: a console that is started on it again would run those that are said to run.
 */
export async function fillStore(url: string, count: number): Promise<void> {
  await onStore(
    url,
    `insert into resource_group (id, name, updated_at) values ('finance', 'Finance', now()), ('logistics', 'Logistics', now())
       on conflict do nothing`,
  );
  await onStore(
    url,
    `with numbered as (
       select i, lpad(i::text, 5, '0') as number, ${stateOf()} as state from generate_series(1, $1::int) i
     )
     insert into task (id, name, kind, config, state, state_name, summary, created_at, updated_at, started_at, group_id, tag_id)
     select 'dtsmany' || number,
            (array['orders', 'billing', 'catalog', 'customers', 'events'])[1 + i % 5] || '-' || number,
            case when i % 4 = 0 then 'synchronization' else 'migration' end,
            jsonb_build_object(
              'name', (array['orders', 'billing', 'catalog', 'customers', 'events'])[1 + i % 5] || '-' || number,
              'kind', case when i % 4 = 0 then 'synchronization' else 'migration' end,
              'types', '["schema", "full", "incremental"]'::jsonb,
              'source', jsonb_build_object('type', case when i % 7 = 0 then 'polardb-postgresql' else 'postgresql' end,
                'host', 'db-' || i % 40 || '.internal', 'port', 5432, 'database', 'shop', 'user', 'migrator'),
              'destination', jsonb_build_object('type', case when i % 9 = 0 then 'selectdb' else 'postgresql' end,
                'host', 'cloud-' || i % 12 || '.internal', 'port', 5432, 'database', 'shop', 'user', 'migrator'),
              'objects', (select jsonb_agg(jsonb_build_object('schema', 'schema_' || n)) from generate_series(1, 20) n),
              'accepted', '[]'::jsonb),
            state, state ->> 'name',
            jsonb_build_object('structure', 100, 'load', i % 100, 'tables', 20, 'rows', i * 1000, 'rate', i % 900,
              'lagMs', i % 800, 'stopped', case when i % 97 = 0 then 2 else 0 end, 'failed', 0, 'heldBytes', i * 4096, 'retry', null),
            now() - i * interval '7 minutes', now(),
            case when state ->> 'name' in ('draft', 'ready') then null else now() - i * interval '5 minutes' end,
            (array['default', 'finance', 'logistics'])[1 + i % 3],
            (array['production', 'staging', 'test', null])[1 + i % 4]
       from numbered`,
    [count],
  );
  await onStore(
    url,
    `insert into log_entry (task_id, at, level, code, message)
     select id, now() - interval '1 minute', (array['info', 'warn', 'error'])[1 + length(name) % 3], 'task.example',
            '{"en": "Reached the end of the log of its source", "zh": "已追平源库日志"}'::jsonb
       from task where id like 'dtsmany%' order by id limit 30`,
  );
  await onStore(url, 'analyze task');
}
