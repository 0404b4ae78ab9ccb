import type { DraftConfig, DraftEndpoint, TaskKind } from '#engine/task/config.ts';
import { errorOf, isRunning, type TaskState } from '#engine/task/state.ts';
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
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly source: DraftEndpoint | null;
  readonly destination: DraftEndpoint | null;
  readonly types: DraftConfig['types'];
  readonly summary: TaskSummary | null;
  readonly group_id: string;
  readonly tag_id: string | null;
  /** Within JSON the store writes times as text. */
  readonly created_at: Date | string;
  readonly started_at: Date | string | null;
  readonly finished_at: Date | string | null;
}

/** The same as columns of `task`. */
export const LISTED = Prisma.sql`
  id, name, kind, state, config -> 'source' as source, config -> 'destination' as destination, config -> 'types' as types,
  summary, group_id, tag_id, created_at, started_at, finished_at`;

/** Newest first. */
export async function listTasks({ ids, kind }: ListQuery = {}): Promise<readonly TaskRow[]> {
  const conditions = [
    ...(ids === undefined ? [] : [Prisma.sql`id = any(${[...ids]})`]),
    ...(kind === undefined ? [] : [Prisma.sql`kind = ${kind}`]),
  ];
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(conditions, ' and ')}`;
  const [rows, connections] = await Promise.all([
    metadata().$queryRaw<Listed[]>`select ${LISTED} from task ${where} order by created_at desc, id`,
    listConnections(),
  ]);
  return rows.map((row) => toRow(row, connections));
}

export function toRow(row: Listed, connections: readonly ConnectionView[]): TaskRow {
  const { state } = row;
  const live = taskHub().progress(row.id);
  const summary = live === undefined ? row.summary : summarize(live);
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
    error: errorOf(state),
    stoppedTables: summary?.stopped ?? 0,
    failedTables: summary?.failed ?? 0,
    heldBytes: summary?.heldBytes ?? null,
    retry: works ? (summary?.retry ?? null) : null,
    createdAt: new Date(row.created_at).toISOString(),
    startedAt: row.started_at === null ? null : new Date(row.started_at).toISOString(),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
  };
}

/** Of the step the task is in, or was in when it was interrupted. */
function percentOf(state: TaskState, summary: TaskSummary | null): number | null {
  const step = 'from' in state ? state.from : state.name;
  if (step === 'preparing') return summary?.structure ?? null;
  if (step === 'loading') return summary?.load ?? null;
  return step === 'finished' || step === 'streaming' ? 100 : null;
}
