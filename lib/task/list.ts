import { NO_PROGRESS, type Progress } from '#engine/progress/progress.ts';
import type { DraftConfig, DraftEndpoint, TaskKind } from '#engine/task/config.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { type ConnectionView, listConnections } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { taskHub } from './hub.ts';
import { placeOf } from './queries.ts';
import { summarize, type TaskSummary } from './summary.ts';
import type { TaskRow } from './view.ts';

/** What is asked for; nothing: every task. */
export interface ListQuery {
  readonly ids?: readonly string[];
  readonly kind?: TaskKind;
}

/** What a row is made from. Of the document three parts: the objects of one task may be ten thousand lines. */
interface Listed {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly source: DraftEndpoint | null;
  readonly destination: DraftEndpoint | null;
  readonly types: DraftConfig['types'];
  readonly summary: TaskSummary | null;
  readonly unsummed: boolean;
  readonly group_id: string;
  readonly tag_id: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
}

/** Newest first. */
export async function listTasks({ ids, kind }: ListQuery = {}): Promise<readonly TaskRow[]> {
  const conditions = [
    ...(ids === undefined ? [] : [Prisma.sql`id = any(${[...ids]})`]),
    ...(kind === undefined ? [] : [Prisma.sql`kind = ${kind}`]),
  ];
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(conditions, ' and ')}`;
  const [rows, connections] = await Promise.all([
    metadata().$queryRaw<Listed[]>`
      select id, name, kind, state, config -> 'source' as source, config -> 'destination' as destination, config -> 'types' as types,
             summary, summary is null and progress is not null as unsummed, group_id, tag_id, created_at, started_at
        from task ${where} order by created_at desc, id`,
    listConnections(),
  ]);
  const old = await summariesOf(rows.filter(({ unsummed }) => unsummed).map(({ id }) => id));
  return rows.map((row) => toRow(row, old.get(row.id) ?? row.summary, connections));
}

/** Of tasks whose progress was stored by a version that kept no summary. */
async function summariesOf(ids: readonly string[]): Promise<ReadonlyMap<string, TaskSummary>> {
  if (ids.length === 0) return new Map();
  const rows = await metadata().task.findMany({ where: { id: { in: [...ids] } }, select: { id: true, progress: true } });
  return new Map(rows.map(({ id, progress }) => [id, summarize({ ...NO_PROGRESS, ...(progress as unknown as Partial<Progress>) })]));
}

function toRow(row: Listed, stored: TaskSummary | null, connections: readonly ConnectionView[]): TaskRow {
  const { state } = row;
  const live = taskHub().progress(row.id);
  const summary = live === undefined ? stored : summarize(live);
  const works = isRunning(state.name);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state,
    types: row.types,
    group: row.group_id,
    tag: row.tag_id,
    source: placeOf(row.source ?? undefined, connections),
    destination: placeOf(row.destination ?? undefined, connections),
    percent: percentOf(state, summary),
    tables: summary?.tables ?? 0,
    rows: summary?.rows ?? 0,
    rate: works ? (summary?.rate ?? null) : null,
    lagMs: state.name === 'streaming' ? (summary?.lagMs ?? null) : null,
    error: state.name === 'failed' ? state.error : null,
    stoppedTables: summary?.stopped ?? 0,
    failedTables: summary?.failed ?? 0,
    heldBytes: summary?.heldBytes ?? null,
    retry: works ? (summary?.retry ?? null) : null,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
  };
}

/** Of the step the task is in, or was in when it was interrupted. */
function percentOf(state: TaskState, summary: TaskSummary | null): number | null {
  const step = 'from' in state ? state.from : state.name;
  if (step === 'preparing') return summary?.structure ?? null;
  if (step === 'loading') return summary?.load ?? null;
  return step === 'finished' || step === 'streaming' ? 100 : null;
}
