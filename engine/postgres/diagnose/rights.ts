import type pg from 'pg';
import type { EngineError } from '../../errors.ts';
import { inWords, replicationAdvice, settingAdvice } from '../advice.ts';
import { connect } from '../connect.ts';
import { readFlavour } from '../flavour.ts';
import { type Provider, readProvider } from '../provider.ts';
import { query } from '../query.ts';
import { quote } from '../quote.ts';
import { REPLICATION_ROLES } from '../replication-right.ts';
import { failure, notNeeded, type Outcome, passed, sqlStateOf, type Walk } from './walk.ts';

/** Stage `privilege`: what the account must be able to do whatever objects are chosen later. */
export function checkPrivilege(walk: Walk, client: pg.Client): Promise<Outcome> {
  return walk.use.side === 'source' ? readsCatalogs(walk, client) : writesDatabase(walk, client);
}

async function readsCatalogs(walk: Walk, client: pg.Client): Promise<Outcome> {
  const { user, database } = walk.endpoint;
  const [row] = await query(
    client,
    walk.scope,
    `select has_schema_privilege('pg_catalog', 'USAGE') as usage, has_table_privilege('pg_catalog.pg_class', 'SELECT')
       and has_table_privilege('pg_catalog.pg_attribute', 'SELECT') and has_table_privilege('pg_catalog.pg_index', 'SELECT') as read`,
  );
  if (row?.usage === 't' && row.read === 't')
    return passed(`${user} can read the catalogs of ${database}`, `账号 ${user} 可以读取 ${database} 的系统目录`);
  return Promise.reject(
    failure(walk, {
      code: 'right.missing',
      message: { en: `${user} may not read the catalogs of ${database}`, zh: `账号 ${user} 无权读取 ${database} 的系统目录` },
      hint: {
        en: `Grant it: GRANT USAGE ON SCHEMA pg_catalog TO ${quote(user)};`,
        zh: `请授权：GRANT USAGE ON SCHEMA pg_catalog TO ${quote(user)};`,
      },
    }),
  );
}

async function writesDatabase(walk: Walk, client: pg.Client): Promise<Outcome> {
  const { user, database } = walk.endpoint;
  const [row] = await query(
    client,
    walk.scope,
    `select has_database_privilege(current_database(), 'CREATE') as create,
       pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as read_only`,
  );
  if (row?.read_only === 't') throw readOnly(walk);
  if (row?.create === 't') return passed(`${user} may create schemas in ${database}`, `账号 ${user} 可以在 ${database} 中创建模式`);
  throw failure(walk, {
    code: 'right.missing',
    message: { en: `${user} may not create schemas in database ${database}`, zh: `账号 ${user} 无权在数据库 ${database} 中创建模式` },
    hint: {
      en: `Run as the owner of the database: GRANT CREATE ON DATABASE ${quote(database)} TO ${quote(user)};`,
      zh: `请以数据库所有者身份执行：GRANT CREATE ON DATABASE ${quote(database)} TO ${quote(user)};`,
    },
  });
}

function readOnly(walk: Walk): EngineError {
  return failure(walk, {
    code: 'connect.read-only',
    message: {
      en: `The ${walk.place.en} takes no writes: it is a standby or set to read-only`,
      zh: `${walk.place.zh}不可写：它是备库或被设为只读`,
    },
    hint: { en: 'Enter the address of the primary server.', zh: '请填写主库的地址。' },
  });
}

interface ReplicationFacts {
  readonly walLevel: string;
  readonly freeSlots: number;
  readonly maxSlots: number;
  readonly freeSenders: number;
  readonly maxSenders: number;
  readonly right: boolean;
  /** Advice differs by who runs the server. */
  readonly provider: Provider;
}

/** Stage `replication`: the server writes what is needed and lets this account follow it. */
export async function checkReplication(walk: Walk, client: pg.Client): Promise<Outcome> {
  if (walk.use.side === 'destination') return notNeeded('A destination is not followed', '目标库无需该项');
  if (!walk.use.incremental) return notNeeded('Only incremental migration needs it', '仅增量迁移需要');
  const facts = await readFacts(walk, client);
  if (facts.walLevel !== 'logical') throw walLevel(walk, facts);
  if (facts.freeSlots < 1) throw noneFree(walk, SLOTS, facts.maxSlots);
  if (facts.freeSenders < 1) throw noneFree(walk, SENDERS, facts.maxSenders);
  await openWalsender(walk, facts);
  const slots = `${facts.freeSlots}/${facts.maxSlots}`;
  const senders = `${facts.freeSenders}/${facts.maxSenders}`;
  return passed(
    `wal_level is logical; free: ${slots} slots, ${senders} WAL senders`,
    `wal_level 为 logical；空闲复制槽 ${slots}，WAL 发送进程 ${senders}`,
  );
}

async function readFacts(walk: Walk, client: pg.Client): Promise<ReplicationFacts> {
  const [row] = await query(
    client,
    walk.scope,
    `select current_setting('wal_level') as wal_level, current_setting('max_replication_slots')::int as max_slots,
       (select count(*) from pg_replication_slots) as slots, current_setting('max_wal_senders')::int as max_senders,
       (select count(*) from pg_stat_replication) as senders,
       (select r.rolsuper or r.rolreplication or exists (select from pg_roles p where p.rolname = any ($1) and pg_has_role(r.oid, p.oid, 'USAGE'))
        from pg_roles r where r.rolname = current_user) as right`,
    [REPLICATION_ROLES],
  );
  const number = (name: string) => Number(row?.[name]);
  return {
    walLevel: row?.wal_level ?? '',
    freeSlots: number('max_slots') - number('slots'),
    maxSlots: number('max_slots'),
    freeSenders: number('max_senders') - number('senders'),
    maxSenders: number('max_senders'),
    right: row?.right === 't',
    provider: await readProvider(client, walk.scope, await readFlavour(client, walk.scope)),
  };
}

/** Opening one for a moment is the only sure answer: providers patch who may, and proxies refuse what the server allows. */
async function openWalsender(walk: Walk, { right, provider }: ReplicationFacts): Promise<void> {
  try {
    const walsender = await connect(walk.endpoint, { side: walk.use.side, purpose: 'connection test', replication: true });
    await walsender.end().catch(() => {});
  } catch (error) {
    throw sqlStateOf(error) === '42501' || !right ? noReplicationRight(walk, provider, error) : error;
  }
}

function walLevel(walk: Walk, { walLevel: level, provider }: ReplicationFacts): EngineError {
  return failure(walk, {
    code: 'replication.wal-level',
    message: {
      en: `wal_level of the ${walk.place.en} is ${level}; incremental migration needs logical`,
      zh: `${walk.place.zh}的 wal_level 为 ${level}，增量迁移要求 logical`,
    },
    hint: inWords(settingAdvice(provider, { name: 'wal_level', value: 'logical', restart: true })),
  });
}

const SLOTS = {
  setting: 'max_replication_slots',
  en: 'replication slot',
  zh: '复制槽',
  remedy: { en: 'drop unused slots', zh: '删除不用的复制槽' },
};
const SENDERS = {
  setting: 'max_wal_senders',
  en: 'WAL sender',
  zh: 'WAL 发送进程',
  remedy: { en: 'end unused standbys', zh: '停止不用的备库' },
};

function noneFree(walk: Walk, kind: typeof SLOTS, most: number): EngineError {
  const { setting, en, zh, remedy } = kind;
  return failure(walk, {
    code: 'replication.none-free',
    message: {
      en: `The ${walk.place.en} has no free ${en} (${setting} is ${most})`,
      zh: `${walk.place.zh}没有空闲的${zh}（${setting} 为 ${most}）`,
    },
    hint: {
      en: `Raise ${setting} and restart the server, or ${remedy.en}.`,
      zh: `请调大 ${setting} 并重启数据库，或${remedy.zh}。`,
    },
  });
}

function noReplicationRight(walk: Walk, provider: Provider, cause: unknown): EngineError {
  const { user } = walk.endpoint;
  return failure(walk, {
    code: 'replication.right',
    message: { en: `${user} may not start replication at the ${walk.place.en}`, zh: `账号 ${user} 无权在${walk.place.zh}启动复制` },
    hint: inWords(replicationAdvice(provider, user)),
    cause,
  });
}
