import type { FailedStatement } from '#engine/progress/event.ts';
import { type StreamHistory, type StreamSample, withSample } from '#engine/progress/history.ts';
import { LOAD_SAMPLES, type LoadProgress, type LoadSample } from '#engine/progress/load.ts';
import type { Progress, StatementState, StructureProgress, TableProgress } from '#engine/progress/progress.ts';

/** What changed between two pictures: only the parts that did. */
export interface ProgressPatch {
  readonly steps?: Progress['steps'];
  readonly tables?: Readonly<Record<string, TableProgress>>;
  readonly structure?: StructurePatch;
  readonly stream?: Progress['stream'];
  /** New samples only; or all of the history, when it is not the one known. */
  readonly history?: readonly StreamSample[] | StreamHistory;
  readonly retry?: Progress['retry'];
  readonly repeats?: Progress['repeats'];
  readonly source?: Progress['source'];
  readonly load?: LoadPatch | null;
  readonly limits?: Progress['limits'];
  readonly refused?: NonNullable<Progress['refused']>;
  /** Everything anew: what is planned changed. */
  readonly whole?: Progress;
}

/** Figures as they are now, and new samples only; all of them when the history is not the one known (`anew`). */
export interface LoadPatch extends Omit<LoadProgress, 'samples'> {
  readonly samples?: readonly LoadSample[];
  readonly anew?: true;
}

/** Of a structure of the same statements. A plan of thousands moves a few letters at a time. */
export interface StructurePatch {
  /** All letters; or those that changed, each with its place. */
  readonly states?: string | readonly (readonly [index: number, state: StatementState])[];
  /** Failures that are gone, by place, and new ones. */
  readonly mended?: readonly number[];
  readonly failed?: readonly FailedStatement[];
  readonly running?: StructureProgress['running'];
}

/** What `[12345,"d"],` takes, in letters. */
const MOVE_LENGTH = 12;

/** The patch that leads from `before` to `after`, or null. Unchanged parts are the same objects (progress.ts). */
export function diffProgress(before: Progress, after: Progress): ProgressPatch | null {
  if (before === after) return null;
  const tables = samePlan(before, after) ? diffTables(before.tables, after.tables) : null;
  if (tables === null) return { whole: after };
  const structure = diffStructure(before.structure, after.structure);
  const patch: ProgressPatch = {
    ...(after.steps === before.steps ? {} : { steps: after.steps }),
    ...(Object.keys(tables).length === 0 ? {} : { tables }),
    ...(structure === null ? {} : { structure }),
    ...(after.stream === before.stream ? {} : { stream: after.stream }),
    ...(after.history === before.history ? {} : { history: diffHistory(before.history, after.history) }),
    ...(after.retry === before.retry ? {} : { retry: after.retry }),
    ...(after.repeats === before.repeats ? {} : { repeats: after.repeats }),
    ...(after.source === before.source ? {} : { source: after.source }),
    ...(after.load === before.load ? {} : { load: diffLoad(before.load, after.load) }),
    ...(after.limits === before.limits ? {} : { limits: after.limits }),
    ...(after.refused === undefined || after.refused === before.refused ? {} : { refused: after.refused }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

/** The picture after a patch; the opposite of `diffProgress`. */
export function applyPatch(progress: Progress, patch: ProgressPatch): Progress {
  if (patch.whole !== undefined) return patch.whole;
  const { steps, tables, structure, stream, history, retry, repeats, source, load, limits, refused = progress.refused } = patch;
  return {
    steps: steps ?? progress.steps,
    tables: tables === undefined ? progress.tables : { ...progress.tables, ...tables },
    structure: structure === undefined ? progress.structure : applyStructure(progress.structure, structure),
    stream: stream === undefined ? progress.stream : stream,
    history: history === undefined ? progress.history : applyHistory(progress.history, history),
    retry: retry === undefined ? progress.retry : retry,
    repeats: repeats === undefined ? progress.repeats : repeats,
    source: source === undefined ? progress.source : source,
    load: load === undefined ? progress.load : applyLoad(progress.load, load),
    limits: limits === undefined ? progress.limits : limits,
    ...(refused === undefined ? {} : { refused }),
  };
}

function diffHistory(before: StreamHistory, after: StreamHistory): NonNullable<ProgressPatch['history']> {
  const last = before.recent.at(-1);
  const known = last === undefined ? -1 : after.recent.lastIndexOf(last);
  const more = after.recent.slice(known + 1);
  // Where the clock was set back samples went that others would still be the mean of.
  return known === -1 || samplesIn(more.reduce(withSample, before)) !== samplesIn(after) ? after : more;
}

function samplesIn({ hour }: StreamHistory): number {
  return hour.reduce((sum, { of }) => sum + of, 0);
}

function applyHistory(before: StreamHistory, patch: NonNullable<ProgressPatch['history']>): StreamHistory {
  return 'recent' in patch ? patch : patch.reduce(withSample, before);
}

function diffLoad(before: LoadProgress | null, after: LoadProgress | null): LoadPatch | null {
  if (after === null) return null;
  const { samples, ...now } = after;
  const last = before?.samples.at(-1);
  const known = last === undefined ? -1 : samples.lastIndexOf(last);
  if (before !== null && last !== undefined && known === -1) return { ...now, samples, anew: true };
  const fresh = samples.slice(known + 1);
  return fresh.length === 0 ? now : { ...now, samples: fresh };
}

function applyLoad(before: LoadProgress | null, patch: LoadPatch | null): LoadProgress | null {
  if (patch === null) return null;
  const { samples = [], anew, ...now } = patch;
  const known = anew ? [] : (before?.samples ?? []);
  return { ...now, samples: samples.length === 0 ? known : [...known, ...samples].slice(-LOAD_SAMPLES) };
}

function diffStructure(before: StructureProgress, after: StructureProgress): StructurePatch | null {
  if (before === after) return null;
  const [old, now] = [new Set(before.failed), new Set(after.failed)];
  const mended = before.failed.filter((failure) => !now.has(failure)).map(({ index }) => index);
  const failed = after.failed.filter((failure) => !old.has(failure));
  const patch: StructurePatch = {
    ...(after.states === before.states ? {} : { states: movesOf(before.states, after.states) }),
    ...(mended.length === 0 ? {} : { mended }),
    ...(failed.length === 0 ? {} : { failed }),
    ...(after.running === before.running ? {} : { running: after.running }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

function movesOf(before: string, after: string): NonNullable<StructurePatch['states']> {
  const moves: [number, StatementState][] = [];
  for (let index = 0; index < after.length; index += 1) {
    if (after[index] !== before[index]) moves.push([index, after[index] as StatementState]);
  }
  return moves.length * MOVE_LENGTH < after.length ? moves : after;
}

/** New failures come last, as they do in the picture (progress/structure.ts). */
function applyStructure(structure: StructureProgress, { states, mended, failed, running }: StructurePatch): StructureProgress {
  const gone = new Set(mended);
  const left = gone.size === 0 ? structure.failed : structure.failed.filter(({ index }) => !gone.has(index));
  return {
    ...structure,
    states: states === undefined ? structure.states : moved(structure.states, states),
    failed: failed === undefined ? left : [...left, ...failed],
    running: running ?? structure.running,
  };
}

function moved(before: string, states: NonNullable<StructurePatch['states']>): string {
  if (typeof states === 'string') return states;
  const letters = [...before];
  for (const [index, state] of states) letters[index] = state;
  return letters.join('');
}

/** How many tables a list has that was the later one of a pair before. */
const sizes = new WeakMap<Progress['tables'], number>();

/**
 * The tables that changed; null when there are others than before. In one pass without a list of its own: this happens four times a
 * second, and of 10,000 tables a few change.
 */
function diffTables(before: Progress['tables'], after: Progress['tables']): NonNullable<ProgressPatch['tables']> | null {
  if (before === after) return {};
  const changed: Record<string, TableProgress> = {};
  let size = 0;
  for (const id in after) {
    size += 1;
    const [old, now] = [before[id], after[id]];
    if (now === old || now === undefined) continue;
    if (old === undefined) return null;
    changed[id] = now;
  }
  sizes.set(after, size);
  return size === (sizes.get(before) ?? Object.keys(before).length) ? changed : null;
}

function samePlan(before: Progress, after: Progress): boolean {
  return (
    before.structure.phases === after.structure.phases &&
    before.structure.leftOut === after.structure.leftOut &&
    before.steps.length === after.steps.length
  );
}
