import type { ObjectsAsked, ObjectsPreview } from '../../engine.ts';
import type { Joining, Plan } from '../../plan/plan.ts';
import type { TaskConfig } from '../config.ts';
import type { TaskRecord } from '../store.ts';
import { lookAtObjects } from './preview.ts';
import { nothingChanged, objectsRefused } from './refusals.ts';

/** A change of objects that may be made: what becomes of a task's document and plan. */
export interface ObjectsChanging {
  readonly preview: ObjectsPreview;
  readonly objects: TaskConfig['objects'];
  readonly plan: (plan: Plan) => Plan;
}

/** @throws EngineError `objects.*` */
export async function changingOf(record: TaskRecord, asked: ObjectsAsked): Promise<ObjectsChanging> {
  const { compared, preview } = await lookAtObjects(record, asked);
  const { name } = record.config;
  const standing = preview.findings.filter(({ severity, accepted }) => severity === 'fail' || !accepted);
  if (preview.refused.length > 0 || standing.length > 0) throw objectsRefused(name, { refused: preview.refused, findings: standing });
  if (JSON.stringify(asked.objects) === JSON.stringify(record.config.objects)) throw nothingChanged(name);
  const accepted = [...new Set([...record.config.accepted, ...asked.accepted])];
  return { preview, objects: asked.objects, plan: (plan) => withChange(plan, compared, accepted) };
}

type Change = Pick<Awaited<ReturnType<typeof lookAtObjects>>['compared'], 'added' | 'removed' | 'left' | 'cancelled' | 'objects'>;

/** Pure. */
function withChange(plan: Plan, { added, removed, left, cancelled, objects }: Change, accepted: readonly string[]): Plan {
  const before = plan.joining ?? [];
  // What has left since it was looked at, to be copied again, is given up like what was never in.
  const parted = before.filter((each) => each.again?.left === true && left.some(({ id }) => each.ids.includes(id)));
  const given = new Set([...cancelled, ...parted].map(({ id }) => id));
  const fresh = new Set(added.map(({ id }) => id));
  const kept: readonly Joining[] = before.map((each) => (given.has(each.id) ? { ...each, cancelled: true } : each));
  // At once: the log that the task has still to read may tell of their making, and the task is not to take them for its own.
  const joining: Joining = { id: `j${(plan.joins ?? 0) + 1}`, objects, accepted, state: 'preparing', plan: null, ids: [...fresh] };
  const known = new Set(plan.away?.filter(({ settled }) => !settled).map(({ id }) => id));
  // What has joined since it was looked at leaves like the others.
  const joined = new Set(cancelled.filter((each) => !before.some(({ id }) => id === each.id)).flatMap(({ ids }) => ids));
  const staying = left.filter(({ id }) => !parted.some(({ ids }) => ids.includes(id)));
  const gone = [...staying, ...removed.filter(({ id }) => joined.has(id) && !left.some((table) => table.id === id))];
  return {
    ...plan,
    joining: added.length === 0 ? kept : [...kept, joining],
    joins: (plan.joins ?? 0) + (added.length === 0 ? 0 : 1),
    away: [
      ...(plan.away ?? []).filter(({ id }) => known.has(id) || !gone.some((table) => table.id === id)),
      ...gone.filter(({ id }) => !known.has(id)).map(({ id, source }) => ({ id, source, settled: false })),
    ],
    // Whoever did without one that failed, and has it added again, wants it.
    ...(plan.skippedTables === undefined ? {} : { skippedTables: plan.skippedTables.filter((id) => !fresh.has(id)) }),
  };
}
