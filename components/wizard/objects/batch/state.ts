import type { TableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import { givenName, type NameEdits, type NameRow } from './names.ts';
import { compile, type Transform } from './transform.ts';

/** What is being edited: the selection, and names typed over it. */
export interface Step {
  readonly objects: readonly SchemaSelection[];
  readonly edits: NameEdits;
  /** The line that was typed in, so that one undo takes the whole word back. */
  readonly typedIn: TableId | null;
}

export interface History {
  readonly now: Step;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** Enough to find the way back, and bounded: a step of ten thousand names is large. */
const DEPTH = 100;

export function begin(objects: readonly SchemaSelection[]): History {
  return { now: { objects, edits: new Map(), typedIn: null }, past: [], future: [] };
}

function stepped({ now, past }: History, next: Step): History {
  return { now: next, past: [...past, now].slice(-DEPTH), future: [] };
}

/** One name as it is typed. */
export function typed(history: History, id: TableId, name: string): History {
  const { now } = history;
  const next = { ...now, edits: new Map(now.edits).set(id, name), typedIn: id };
  return now.typedIn === id ? { ...history, now: next, future: [] } : stepped(history, next);
}

export interface Transformed {
  readonly edits: NameEdits;
  /** The lines whose name is another one now. */
  readonly changed: readonly NameRow[];
}

/** What a transform would make of some lines; null when its pattern is none. `nameOf`: what each is named now. */
export function transformed(
  edits: NameEdits,
  { rows, nameOf }: { readonly rows: readonly NameRow[]; readonly nameOf: (row: NameRow) => string },
  transform: Transform,
): Transformed | null {
  const next = new Map(edits);
  const changed: NameRow[] = [];
  const compiled = transform.kind === 'source' ? null : compile(transform);
  if (compiled?.ok === false) return null;
  for (const row of rows) {
    const to = compiled === null ? '' : compiled.apply(nameOf(row));
    // Only what the transform changes gets a name of its own: the others go on following the policy.
    if (compiled === null ? givenName(row, edits) === undefined : to === nameOf(row)) continue;
    next.set(row.id, to);
    changed.push(row);
  }
  return { edits: next, changed };
}

export function withEdits(history: History, edits: NameEdits): History {
  return stepped(history, { ...history.now, edits, typedIn: null });
}

/** The selection was edited as a whole; names typed before are part of it. */
export function withObjects(history: History, objects: readonly SchemaSelection[]): History {
  return stepped(history, { objects, edits: new Map(), typedIn: null });
}

export function undone({ now, past, future }: History): History {
  const last = past.at(-1);
  return last === undefined
    ? { now, past, future }
    : { now: { ...last, typedIn: null }, past: past.slice(0, -1), future: [now, ...future] };
}

export function redone({ now, past, future }: History): History {
  const [next, ...rest] = future;
  return next === undefined ? { now, past, future } : { now: { ...next, typedIn: null }, past: [...past, now], future: rest };
}
