import type pg from 'pg';
import { insertsAlone } from '../../plan/inserts-alone.ts';
import type { SequencePlan, SequenceValue, TablePlan } from '../../plan/plan.ts';
import { logEnd } from '../../postgres/before-10.ts';
import { connect } from '../../postgres/connect.ts';
import { countFiltered } from '../../postgres/filter/count.ts';
import { verifyFilter } from '../../postgres/filter.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import { sequenceName } from '../../postgres/sequence.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { Position, Tuple } from '../../schema/row.ts';
import { type TableName, tableId } from '../../schema/table.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Reading } from '../reading.ts';
import type { Snapshot, Source } from '../source.ts';
import { listColumns, listSchemas, listTables } from './browse.ts';
import { openCare } from './care/care.ts';
import { type WaitsFor, watchCreation } from './care/creation.ts';
import { completeIdentity, setFullIdentity } from './care/identity.ts';
import { readCatalog } from './catalog.ts';
import { commonKeys } from './common-keys.ts';
import { captureDdl, isCaptured } from './ddl/capture.ts';
import { tableNow, tableShapes } from './ddl/shapes.ts';
import { readSourceFacts } from './facts.ts';
import { filterRows } from './filter-rows.ts';
import { longestValues } from './lengths.ts';
import { syncName } from './names.ts';
import { findObjects, listEventTriggers, listObjects } from './objects.ts';
import { decoderOf, type LogOf, openStream } from './open-stream.ts';
import { publicationsOf, publish, published, publishMore, unpublished } from './publications.ts';
import { columnsNow, ownTypes, typesOf } from './published.ts';
import { dropSlot, release } from './release.ts';
import { rowsNow, sees } from './rows-now.ts';
import { closedSequences } from './sequence-rights.ts';
import { canFailOver, dropLeftover, hasSlot, meetName, slots, streamState } from './slot.ts';
import { openSnapshot } from './snapshot/snapshot.ts';
import { someKeys } from './some-keys.ts';
import { timelineEnds } from './timeline.ts';
import { withdraw } from './withdraw.ts';

const SCOPE = { side: 'source' } as const;

/** Opens a PostgreSQL database (9.6 or later) to read from. `taskId` names what is kept there. */
export async function openPostgresSource(endpoint: PostgresEndpoint, taskId: string, reading: Reading | null = null): Promise<Source> {
  await loadGrammar();
  const client = await connect(endpoint, { ...SCOPE, purpose: 'control' });
  const name = syncName(taskId);
  const log = { client, endpoint, name, reading };
  return {
    facts: () => readSourceFacts(client, name),
    schemas: () => listSchemas(client),
    tables: (schema) => listTables(client, schema),
    columns: (table) => listColumns(client, table),
    objects: (schema) => listObjects(client, schema),
    eventTriggers: () => listEventTriggers(client),
    find: (wanted) => findObjects(client, wanted),
    readCatalog: (scope) => readCatalog(client, () => connect(endpoint, { ...SCOPE, purpose: 'catalog' }), scope),
    streamState: () => streamState(client, name),
    timelineEnds: (timeline) => timelineEnds(endpoint, timeline),
    slots: () => slots(client, name),
    hasSlot: () => hasSlot(client, name),
    publish: (tables) => publish(client, name, tables),
    publishMore: (tables) => publishMore(client, name, tables),
    withdraw: (tables) => withdraw(client, name, tables),
    openSnapshot: (mode, waitsFor = () => {}) => snapshot(log, mode, waitsFor),
    rowsNow: (table, keys) => rowsNow(client, table, keys),
    sees: (numbers) => sees(client, numbers),
    openStream: (from, tables) => openStream(log, from, tables),
    published: () => published(client, name),
    unpublished: (tables) => unpublished(client, name, tables),
    typesOf: (relation) => typesOf(client, relation),
    ownTypes: () => ownTypes(client),
    columnsNow: (relation) => columnsNow(client, relation),
    filter: (table: TablePlan, rows: readonly Tuple[]) => filterRows(client, table, rows),
    newPartitions: (tables) => newPartitions(client, tables),
    sequenceValues: (sequences) => sequenceValues(client, sequences),
    closedSequences: (sequences) => closedSequences(client, sequences),
    now: () => now(client),
    completeIdentity: (tables) => complete(client, name, tables),
    setFullIdentity: (table) => setFullIdentity(client, table),
    openCare: () => openCare(endpoint, name),
    captureDdl: () => captureDdl(client, name),
    isDdlCaptured: () => isCaptured(client, name),
    tableShapes: (tables) => tableShapes(client, tables),
    tableNow: (table) => tableNow(client, table),
    dropSlot: () => dropSlot(client, name),
    release: () => release(client, name),
    verifyFilter: (table, where) => verifyFilter(client, table, where),
    countFiltered: (asked) => countFiltered(client, asked, (backend) => cancelBackend(endpoint, backend)),
    longestValues: (table, columns, forMs) => longestValues(client, table, columns, forMs),
    someKeys: (table, most, forMs) => someKeys(client, table, most, forMs),
    commonKeys: (tables, most, time) => commonKeys(client, tables, most, time),
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  };
}

async function snapshot({ client, endpoint, name, reading }: LogOf, mode: 'slot' | 'meet' | 'plain', tell: WaitsFor): Promise<Snapshot> {
  if (mode === 'plain') return openSnapshot({ endpoint, slot: null });
  const temporary = mode === 'meet';
  const failover = !temporary && (await canFailOver(client));
  const version = await readVersion(client, SCOPE);
  if (temporary) await dropLeftover(client, meetName(name), version);
  const slot = { name: temporary ? meetName(name) : name, decoder: decoderOf(reading, version), version, temporary, failover };
  return watchCreation(client, { slot: slot.name, tell }, () => openSnapshot({ endpoint, slot }));
}

/** Those that are published for new rows alone need none. */
async function complete(client: pg.Client, name: string, tables: readonly TablePlan[]): Promise<readonly TableName[]> {
  const isApart = (await publicationsOf(client, name)).length > 1;
  const lacking = tables.filter((table) => !isApart || !insertsAlone(table));
  return completeIdentity(
    client,
    name,
    lacking.map(({ source }) => source),
  );
}

async function newPartitions(client: pg.Client, tables: readonly TablePlan[]): Promise<readonly TableName[]> {
  const known = new Set(tables.map(({ id }) => id));
  const roots = tables.filter(({ hasRows }) => !hasRows).map(({ source }) => source);
  const rows = await query(
    client,
    SCOPE,
    `with recursive below as (
       select c.oid from unnest($1::text[], $2::text[]) as w(schema, name)
         join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
       union select i.inhrelid from below b join pg_inherits i on i.inhparent = b.oid)
     select n.nspname as schema, c.relname as name from below b join pg_class c on c.oid = b.oid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' order by 1, 2`,
    [roots.map(({ schema }) => schema), roots.map(({ name }) => name)],
  );
  return rows.map((row) => ({ schema: need(row.schema), name: need(row.name) })).filter((table) => !known.has(tableId(table)));
}

async function sequenceValues(client: pg.Client, sequences: readonly SequencePlan[]): Promise<readonly SequenceValue[]> {
  const values: SequenceValue[] = [];
  for (const plan of sequences) {
    const name = need(await sequenceName(client, SCOPE, plan.source));
    const [row] = await query(client, { ...SCOPE, object: name }, `select last_value, is_called from ${name}`);
    values.push({ plan, last: need(row?.last_value), called: row?.is_called === 't' });
  }
  return values;
}

/** Ends what a backend runs, not the backend. */
async function cancelBackend(endpoint: PostgresEndpoint, backend: string): Promise<void> {
  const client = await connect(endpoint, { ...SCOPE, purpose: 'cancel' });
  try {
    await query(client, SCOPE, 'select pg_cancel_backend($1)', [backend]);
  } finally {
    await client.end().catch(() => {});
  }
}

async function now(client: pg.Client): Promise<{ position: Position; clock: number }> {
  const [row] = await query(
    client,
    SCOPE,
    `select ${logEnd(await readVersion(client, SCOPE))} as lsn,
       (extract(epoch from clock_timestamp()) * 1000)::bigint as clock`,
  );
  return { position: fromLsn(need(row?.lsn)), clock: Number(row?.clock) };
}
