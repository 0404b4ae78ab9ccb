import { carry } from '../../ddl/carry.ts';
import { difference } from '../../ddl/diff.ts';
import type { DdlCommand, TableStep } from '../../ddl/structure.ts';
import { carried, notWhole } from '../../ddl/tell.ts';
import type { Destination, DestinationState } from '../../destination/destination.ts';
import { EngineError } from '../../errors.ts';
import { NO_OVERLAY, overlaid } from '../../plan/overlay.ts';
import type { Plan, TableAtSource, TablePlan } from '../../plan/plan.ts';
import { ANYWHERE } from '../../schema/row.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';
import { type Text, text } from '../../text.ts';
import { commitHere } from '../answer.ts';
import { namesNow } from '../prepare.ts';
import type { RunInit } from '../run-init.ts';
import { vocabulary } from '../vocabulary.ts';

export interface CatchUpInit {
  readonly run: Pick<RunInit, 'config' | 'emit'>;
  readonly source: Pick<Source, 'tableNow'>;
  readonly destination: Pick<Destination, 'carry' | 'apply' | 'flush' | 'begin' | 'state' | 'existing' | 'columnType' | 'shape'>;
  readonly plan: Plan;
}

/**
 * Gives tables whose log was given up the structure that the source has by now, as if one command had made all of what was done to them
 * since. Their rows are to be copied anew, so that none is asked what became of it. Repeatable.
 * @returns where the destination stands then
 * @throws EngineError where that is more than a command can be, or the destination refuses it
 */
export async function catchUp(init: CatchUpInit, state: DestinationState): Promise<DestinationState> {
  const { run, source, destination, plan } = init;
  const { tables, sequences } = overlaid(plan, state.overlay ?? NO_OVERLAY);
  const missed = new Map<TablePlan, Missed>();
  for (const table of tables) {
    const since = await missedBy(source, table);
    if (since !== null) missed.set(table, since);
  }
  if (missed.size === 0) return state;
  const command = commandOf([...missed.values()]);
  const carriage = carry(command, {
    tables: new Map(tables.map((table) => [table.id, table])),
    sequences,
    waits: true,
    ahead: new Set(tables.map(({ id }) => id)),
    ...vocabulary(
      run.config,
      destination,
      namesNow(run.config, () => plan),
    ),
  });
  const now = new Map([...missed.values()].map(({ atSource }) => [atSource.relation, atSource]));
  const after = new Map([...carriage.tables].map(([id, table]) => [id, table === null ? null : { ...table, ...nowOf(table, now) }]));
  const left = tables.filter(({ id }) => !after.has(id));
  const at = state.checkpoint ?? ANYWHERE;
  await destination.begin(at);
  await destination.carry({ ...carriage, tables: after }, [...left, ...[...after.values()].filter((table) => table !== null)]);
  await commitHere({ destination }, at);
  for (const each of carriage.leftOut) run.emit(notWhole(command, each));
  run.emit(carried(carriage));
  return destination.state();
}

interface Missed {
  readonly step: TableStep;
  readonly atSource: TableAtSource;
}

/**
 * What was done to a table since its log was given up, if anything.
 * @throws EngineError `table.not-caught-up`
 */
export async function missedBy(
  source: Pick<Source, 'tableNow'>,
  { source: name, atSource, stopped, shape }: TablePlan,
): Promise<Missed | null> {
  if (atSource === undefined || stopped !== undefined) return null;
  const { relation, structure: before } = atSource;
  const now = await source.tableNow({ relation });
  if (now === null)
    throw cannot(name, text('it was dropped at the source, also if there is one of its name', '源库中该表已被删除（或删除后重建）'));
  const after = now.structure;
  const { alterations, unsaid } = difference(before, after, (sql) => sql);
  const rest = (of: typeof before) => JSON.stringify([of.schema, of.name, of.partitionOf, of.replicaIdentity, of.identityColumns, of.keys]);
  if (alterations.length === 0 && unsaid.length === 0 && rest(before) === rest(after)) return null;
  const told = shape === undefined ? {} : { told: { again: true, shape: now.shape } };
  return { step: { before, after, rewritten: false, ...told }, atSource: { relation, structure: after } };
}

function nowOf({ atSource }: TablePlan, now: ReadonlyMap<string, TableAtSource>): Pick<TablePlan, 'atSource'> {
  const known = atSource === undefined ? undefined : now.get(atSource.relation);
  return known === undefined ? {} : { atSource: known };
}

function commandOf(missed: readonly Missed[]): DdlCommand {
  const tables = missed.map(({ step }) => step);
  const names = tables.flatMap(({ before }) => (before === null ? [] : [displayName(before)]));
  return { tag: 'ALTER TABLE', text: `-- ${names.join(', ')}`, tables, enums: [], failure: null };
}

function cannot(table: TableName, why: Text): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'table.not-caught-up',
    message: text(
      `${name} cannot be given the structure that it has at the source by now: ${why.en}`,
      `无法将 ${name} 的结构更新为源库当前的结构：${why.zh}`,
    ),
    hint: text(
      'Skip the table: the others go on. Migrate it in a task of its own before you switch over.',
      '请跳过该表，其他表继续同步；并在切换前用单独的任务迁移该表。',
    ),
    retry: 'never',
    object: name,
  });
}
