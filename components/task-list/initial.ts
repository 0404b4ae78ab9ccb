import type { Labels } from '#lib/label/view.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { type Arranged, arrange } from './arrange.ts';
import { type ListView, writeView } from './view.ts';

/** Enough for any screen; the whole list follows with the live feed. */
const FIRST = 60;

/** What a list is rendered with on the server. */
export interface InitialList {
  readonly address: string;
  readonly arranged: Arranged;
  readonly labels: Labels;
}

export function initialList(rows: readonly TaskRow[], view: ListView, labels: Labels): InitialList {
  const arranged = arrange(rows, view);
  return { address: writeView({ ...view, selected: [] }), arranged: { ...arranged, rows: arranged.rows.slice(0, FIRST) }, labels };
}

/** What is shown of a list: of all its rows once they are there, before that of the first ones. */
export function shownList(initial: InitialList, rows: readonly TaskRow[] | null, view: ListView): Arranged {
  if (rows !== null) return arrange(rows, view);
  return writeView(view) === initial.address ? initial.arranged : { ...arrange(initial.arranged.rows, view), all: initial.arranged.all };
}
