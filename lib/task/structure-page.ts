import type { PresentObject, Structure } from '#engine/engine.ts';
import type { Statement } from '#engine/plan/plan.ts';
import type { StatementState, StructureProgress } from '#engine/progress/progress.ts';
import type { LeftOut, ObjectKind } from '#engine/schema/object.ts';

export const STRUCTURE_LISTS = ['statements', 'present', 'left-out'] as const;
export type StructureList = (typeof STRUCTURE_LISTS)[number];

export const STATEMENT_STATES = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;
export type ShownState = (typeof STATEMENT_STATES)[number];
export type Phase = Statement['phase'];

/** One statement as pages carry it; `index` is its place in the plan. */
export interface StatementItem extends Pick<Statement, 'id' | 'phase' | 'kind' | 'part' | 'object' | 'sql'> {
  readonly index: number;
  readonly state: ShownState;
}
export type LeftOutItem = Pick<LeftOut, 'id' | 'reason' | 'kind' | 'object' | 'cause' | 'fix'>;
export interface StructureItems {
  readonly statements: StatementItem;
  readonly present: PresentObject;
  readonly 'left-out': LeftOutItem;
}

/** What is asked for; nulls and empty ask for everything. Only statements have phases and states, only present objects differ. */
export interface StructureFilter {
  /** Part of an object's name or of its SQL, in any case. */
  readonly q: string;
  readonly kinds: readonly ObjectKind[];
  readonly phase: Phase | null;
  readonly state: ShownState | null;
  readonly same: boolean | null;
}

export const NO_FILTER: StructureFilter = { q: '', kinds: [], phase: null, state: null, same: null };

/** The part of an address that asks for what matches; structure-query.ts reads it. */
export function structureSearch(filter: StructureFilter & { readonly list?: StructureList }): string {
  const { q, kinds, phase, state, same, list } = filter;
  const params = new URLSearchParams();
  if (list !== undefined) params.set('list', list);
  if (q.trim() !== '') params.set('q', q.trim());
  if (kinds.length > 0) params.set('kind', kinds.join(','));
  if (phase !== null) params.set('phase', phase);
  if (state !== null) params.set('state', state);
  if (same !== null) params.set('same', String(same));
  return params.toString();
}

export interface StructurePage<Item> {
  /** `preview`: as both databases were at `readAt`. `plan`: what the task does. */
  readonly origin: 'preview' | 'plan';
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly totals: { readonly statements: number; readonly present: number; readonly different: number; readonly leftOut: number };
  /** Of the list, how many match; `items` are those from `offset` on. */
  readonly matched: number;
  /** How many of each kind there would be without the choice of kinds. */
  readonly kinds: Readonly<Partial<Record<ObjectKind, number>>>;
  /** How many of each phase there would be without the choice of a phase; statements only. */
  readonly phases: Readonly<Record<Phase, number>>;
  readonly offset: number;
  readonly items: readonly Item[];
}

export type FoundStructure<Item> = Pick<StructurePage<Item>, 'matched' | 'kinds' | 'phases'> & {
  /** Every match: pages are cut from it. */
  readonly all: readonly Item[];
};

/** Statements that match, in the order they run. */
export function findStatements(structure: Structure, progress: StructureProgress, filter: StructureFilter): FoundStructure<StatementItem> {
  const state = stateReader(progress);
  const { statements } = structure;
  const matches = searched(statements, ({ object, sql }) => [object, sql], filter.q)
    .filter((index) => filter.state === null || state(index) === filter.state)
    .flatMap((index) => {
      const statement = statements[index];
      return statement === undefined ? [] : [{ index, statement }];
    });
  const kind = chosenKind(filter);
  const phase = ({ statement }: (typeof matches)[number]) => filter.phase === null || statement.phase === filter.phase;
  const all = matches.filter((match) => kind(match.statement.kind) && phase(match));
  const inKind = matches.filter((match) => kind(match.statement.kind));
  const before = inKind.filter(({ statement }) => statement.phase === 'before').length;
  return {
    matched: all.length,
    kinds: countKinds(matches.filter(phase).map(({ statement }) => statement)),
    phases: { before, after: inKind.length - before },
    all: all.map(({ index, statement: { id, phase: when, kind: what, part, object, sql } }) => ({
      index,
      id,
      phase: when,
      kind: what,
      part,
      object,
      sql,
      state: state(index),
    })),
  };
}

/** Objects that are at the destination already; those that differ first. */
export function findPresent({ present }: Structure, filter: StructureFilter): FoundStructure<PresentObject> {
  const matches = pick(
    present,
    searched(present, ({ object, wanted, existing }) => [object, wanted, existing], filter.q),
  ).filter(({ same }) => filter.same === null || same === filter.same);
  return chosen(
    matches.toSorted((a, b) => Number(a.same) - Number(b.same)),
    filter,
  );
}

/** Objects that are not made. */
export function findLeftOut({ leftOut }: Structure, filter: StructureFilter): FoundStructure<LeftOutItem> {
  const found = searched(leftOut, ({ object, cause }) => [object, cause.en, cause.zh], filter.q);
  return chosen(
    pick(leftOut, found).map(({ id, reason, kind, object, cause, fix }) => ({ id, reason, kind, object, cause, fix })),
    filter,
  );
}

function chosen<Item extends { readonly kind: ObjectKind }>(matches: readonly Item[], filter: StructureFilter): FoundStructure<Item> {
  const kind = chosenKind(filter);
  const all = matches.filter((item) => kind(item.kind));
  return { matched: all.length, kinds: countKinds(matches), phases: { before: 0, after: 0 }, all };
}

function chosenKind({ kinds }: StructureFilter): (kind: ObjectKind) => boolean {
  return (kind) => kinds.length === 0 || kinds.includes(kind);
}

function countKinds(items: readonly { readonly kind: ObjectKind }[]): StructurePage<never>['kinds'] {
  const counts: Partial<Record<ObjectKind, number>> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Pages of one search come one after the other: of tens of thousands of statements it is made once. */
const lastSearch = new WeakMap<readonly unknown[], { readonly q: string; readonly found: readonly number[] }>();

/** Places of the items that have `q` in one of their texts. */
function searched<Item>(items: readonly Item[], textsOf: (item: Item) => readonly string[], q: string): readonly number[] {
  const last = lastSearch.get(items);
  if (last?.q === q) return last.found;
  const wanted = new RegExp(q.trim().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'iu');
  const found = items.flatMap((item, index) => (q.trim() === '' || textsOf(item).some((text) => wanted.test(text)) ? [index] : []));
  lastSearch.set(items, { q, found });
  return found;
}

function pick<Item>(items: readonly Item[], indexes: readonly number[]): readonly Item[] {
  return indexes.flatMap((index) => items[index] ?? []);
}

const STATE: Readonly<Record<StatementState, ShownState>> = { w: 'waiting', d: 'done', f: 'failed', s: 'skipped' };

/** Tells the state of the statement at a place of the plan. */
export function stateReader({ states, running }: Pick<StructureProgress, 'states' | 'running'>): (index: number) => ShownState {
  const busy = new Set(running.map(({ index }) => index));
  return (index) => (busy.has(index) ? 'running' : (STATE[states[index] as StatementState] ?? 'waiting'));
}
