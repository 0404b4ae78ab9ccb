import type { RelationShape, Tuple } from '../../schema/row.ts';
import { ArrayParameter, Unfit } from './arrays.ts';
import { BinaryRows } from './binary-rows.ts';
import { CopyRows } from './copy-rows.ts';
import { copyBinaryRow, copyRow, fill, type Span } from './encode.ts';
import { type Layout, type Layouts, lookup, nextOf } from './layout.ts';
import type { Run } from './runs.ts';
import type { Step } from './session.ts';
import type { ArrayStatement } from './statements.ts';

const NO_SPAN: Span = { order: [], columns: [], from: 0, to: 0 };

/** The rows of a run as COPY reads them. */
export function copiedText({ changes, columns }: Run, layouts: Layouts): readonly Buffer[] {
  const rows = new CopyRows(changes.length * 128);
  eachRow(changes, layouts, (tuple, { order }) => copyRow(rows, tuple, order, columns));
  return rows.finish();
}

/** The same in binary. @throws Unfit where the log has a row otherwise */
export function copiedBinary({ changes, columns }: Run, layouts: Layouts): readonly Buffer[] {
  const rows = new BinaryRows(changes.length * 128);
  eachRow(changes, layouts, (tuple, { order, copiesBinary }) => {
    if (!copiesBinary) throw new Unfit();
    copyBinaryRow(rows, tuple, order, columns);
  });
  return rows.finish();
}

/** What is written of each change, with the layout it is in: that is looked up only where the log describes the table anew. */
function eachRow(changes: Run['changes'], layouts: Layouts, write: (tuple: Tuple, layout: Layout) => void): void {
  let relation: RelationShape | null = null;
  let layout: Layout | null = null;
  for (const change of changes) {
    if (layout === null || change.relation !== relation) layout = layouts.of(change.relation);
    relation = change.relation;
    write(nextOf(change), layout);
  }
}

/** The statement with one array a parameter. @throws Unfit */
export function filled(run: Run, layouts: Layouts, { text, columns, keys, elements = [] }: ArrayStatement): Step {
  const parameters = elements.map((element) => new ArrayParameter(element));
  const first = columns.length - keys;
  let relation: RelationShape | null = null;
  let into = { whole: NO_SPAN, first: NO_SPAN, keys: NO_SPAN };
  for (const change of run.changes) {
    if (change.relation !== relation) {
      const { order } = layouts.of(change.relation);
      const span = (from: number, to: number): Span => ({ order, columns, from, to });
      into = { whole: span(0, columns.length), first: span(0, first), keys: span(first, columns.length) };
    }
    relation = change.relation;
    const [next, place] = [nextOf(change), lookup(change)];
    if (next === place) fill(parameters, next, into.whole);
    else {
      fill(parameters, next, into.first);
      fill(parameters, place, into.keys);
    }
  }
  return { text, values: parameters.map((parameter) => parameter.finish()) };
}
