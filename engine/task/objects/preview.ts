import { openDestination } from '../../destination/index.ts';
import type { ObjectsAsked, ObjectsPreview } from '../../engine.ts';
import { NO_OVERLAY, overlaid } from '../../plan/overlay.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import type { Finding } from '../../precheck/check.ts';
import { openSource } from '../../source/index.ts';
import type { CatalogScope } from '../../source/source.ts';
import type { TaskConfig } from '../config.ts';
import { joiningConfig } from '../join/config.ts';
import { precheck } from '../precheck.ts';
import { scopeOf } from '../prepare.ts';
import type { TaskRecord } from '../store.ts';
import { type Compared, compareObjects } from './compare.ts';
import { notInto, notPlanned } from './refusals.ts';
import { unheardOf } from './unheard.ts';

/** What is asked of a task's objects, looked at in both databases. */
export interface Looked {
  readonly compared: Compared;
  readonly preview: ObjectsPreview;
}

/**
 * Compares what is asked with what the task follows by now, and prechecks what is added as if it were a task of its own.
 * @throws EngineError `objects.not-planned`, `objects.selectdb`
 */
export async function lookAtObjects({ id, config, plan }: TaskRecord, asked: ObjectsAsked): Promise<Looked> {
  if (config.destination.type === 'selectdb') throw notInto(config.name);
  if (plan === null) throw notPlanned(config.name);
  const compared = await compare({ id, config, plan }, asked);
  const accepted = [...config.accepted, ...asked.accepted];
  const clear = compared.refused.length === 0 && compared.added.length > 0;
  const whole = { ...config, objects: asked.objects };
  const findings = clear ? await checked({ joining: joiningConfig(config, { objects: compared.objects, accepted }), whole }, plan) : [];
  const { refused, added, removed } = compared;
  const gone = new Set(removed.map(({ id: table }) => table));
  const preview: ObjectsPreview = {
    added: rootsOf(compared).map((table) => ({ table: table.source, ...estimate(table, { added, parents: compared.parents }) })),
    removed: removed.filter(({ id: table }) => !gone.has(compared.parents.get(table) ?? '')).map(({ source }) => ({ table: source })),
    refused,
    findings,
  };
  return { compared, preview };
}

async function compare(
  { id, config, plan }: Pick<TaskRecord, 'id' | 'config'> & { readonly plan: Plan },
  { objects }: ObjectsAsked,
): Promise<Compared> {
  await using source = await openSource(config.source, id);
  await using destination = await openDestination(config.destination, id, config.selectdb);
  const { overlay } = await destination.state();
  const { tables } = overlaid(plan, overlay ?? NO_OVERLAY);
  const catalog = await source.readCatalog(bothScopes(config.objects, objects));
  // Those that are being taken away are followed no more, though the destination may not know yet: asked for again they come anew.
  const { skippedTables = [], away = [], joining = [] } = plan;
  const leaving = away.filter(({ settled }) => !settled).map((table) => table.id);
  // So do those that were given up while they came in: the destination may have them as the task's already.
  const cancelled = joining.filter((each) => each.cancelled === true).flatMap(({ ids }) => ids);
  const gone = new Set([...skippedTables, ...leaving, ...cancelled]);
  const followed = tables.filter((table) => !gone.has(table.id));
  // Where commands are not noted the log never says what a table is called since: there it is another one.
  const published = (await source.isDdlCaptured()) ? await source.published() : [];
  return compareObjects({
    config,
    asked: objects,
    catalog,
    tables: followed,
    joining,
    unheard: unheardOf({ published, tables: followed, plan }),
  });
}

/** What either asks for: whole schemas, or the tables of both. */
function bothScopes(before: TaskConfig['objects'], after: TaskConfig['objects']): CatalogScope {
  const scopes = new Map<string, readonly string[] | null>();
  for (const { name, tables } of scopeOf({ objects: [...before, ...after] }).schemas) {
    const known = scopes.get(name);
    scopes.set(name, known === null || tables === null ? null : [...new Set([...(known ?? []), ...tables])]);
  }
  return { schemas: [...scopes].map(([name, tables]) => ({ name, tables })) };
}

function rootsOf({ added, parents }: Compared): readonly TablePlan[] {
  const fresh = new Set(added.map(({ id }) => id));
  return added.filter(({ id }) => !fresh.has(parents.get(id) ?? ''));
}

/** Of all its partitions; nothing where one of them was never analysed. */
function estimate(root: TablePlan, { added, parents }: Pick<Compared, 'added' | 'parents'>): { readonly estimatedRows?: number } {
  const isBelow = (id: string): boolean => id === root.id || (parents.has(id) && isBelow(parents.get(id) ?? ''));
  const counts = added.filter(({ id, hasRows }) => hasRows && isBelow(id)).map(({ estimatedRows }) => estimatedRows);
  return counts.every((count) => count >= 0) ? { estimatedRows: counts.reduce((sum, count) => sum + count, 0) } : {};
}

/**
 * What is added, by itself. What the task has made there (a type that a table of it has as well) is in nobody's way; whether rows would
 * come back is asked of all tables together.
 */
async function checked(
  { joining, whole }: { readonly joining: TaskConfig; readonly whole: TaskConfig },
  { statements }: Plan,
): Promise<readonly Finding[]> {
  const own = new Set(statements.filter(({ kind }) => kind !== 'table').map(({ object }) => object));
  const circles = await precheck(whole, { only: TOPOLOGY });
  const findings = await precheck(joining);
  return [...circles, ...findings.filter(({ code }) => code !== TOPOLOGY)]
    .map((finding) => (finding.code === SAME_NAMES ? without(finding, own) : finding))
    .filter(({ severity }) => severity !== 'pass');
}

const TOPOLOGY = 'CHECK_TOPOLOGY';
const SAME_NAMES = 'CHECK_SAME_OBJ';

function without(finding: Finding, own: ReadonlySet<string>): Finding {
  const problems = finding.problems.filter(({ subject }) => !own.has(subject));
  return problems.length === finding.problems.length || finding.severity === 'pass'
    ? finding
    : { ...finding, problems, severity: problems.length === 0 ? 'pass' : finding.severity };
}
