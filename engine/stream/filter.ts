import type { TablePlan } from '../plan/plan.ts';
import { type RowChange, type TableChange, type Tuple, valueAt } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';

type Filter = Pick<Source, 'filter'>;

/**
 * Puts the WHERE filters of the plan on changes: an UPDATE by which a row enters the filter becomes an INSERT, one by which it
 * leaves becomes a DELETE, and what is outside before and after is dropped. Needs the whole old row (REPLICA IDENTITY FULL),
 * which the precheck demands of filtered tables.
 */
export async function filterChanges(
  source: Filter,
  tables: ReadonlyMap<TableId, TablePlan>,
  changes: readonly TableChange[],
): Promise<readonly TableChange[]> {
  const filtered = changes.filter(
    (change): change is RowChange => change.kind !== 'truncate' && tables.get(change.relation.id)?.where != null,
  );
  if (filtered.length === 0) return changes;
  const holds = await evaluate(source, tables, filtered);
  return changes.flatMap((change) => {
    const verdict = change.kind === 'truncate' ? undefined : holds.get(change);
    return verdict === undefined ? [change] : settle(change, verdict);
  });
}

interface Verdict {
  before: boolean;
  after: boolean;
}

/** One question a table: old and new rows together. */
async function evaluate(
  source: Filter,
  tables: ReadonlyMap<TableId, TablePlan>,
  changes: readonly RowChange[],
): Promise<ReadonlyMap<TableChange, Verdict>> {
  const verdicts = new Map<TableChange, Verdict>();
  for (const [id, table] of tables) {
    const own = changes.filter((change) => change.relation.id === id);
    if (own.length === 0) continue;
    const rows: Tuple[] = [];
    const answers: ((holds: boolean) => void)[] = [];
    for (const change of own) {
      const verdict: Verdict = { before: true, after: false };
      verdicts.set(change, verdict);
      const order = table.whereColumns.map((column) => change.relation.columns.indexOf(column.name));
      const ask = (tuple: Tuple, answer: (holds: boolean) => void) => {
        rows.push(order.map((index) => valueAt(tuple, index)));
        answers.push(answer);
      };
      // A key alone cannot be judged: the row is then taken as known at the destination.
      if (change.kind === 'insert') verdict.before = false;
      else if (change.previous?.form === 'row')
        ask(change.previous.tuple, (value) => {
          verdict.before = value;
        });
      if (change.kind !== 'delete')
        ask(change.next, (value) => {
          verdict.after = value;
        });
    }
    const result = await source.filter(table, rows);
    answers.forEach((answer, index) => {
      answer(result[index] === true);
    });
  }
  return verdicts;
}

function settle(change: TableChange, { before, after }: Verdict): readonly TableChange[] {
  if (change.kind === 'truncate') return [change];
  const { relation } = change;
  if (change.kind === 'insert') return after ? [change] : [];
  if (change.kind === 'delete') return before ? [change] : [];
  if (before && after) return [change];
  if (after) return [{ kind: 'insert', relation, next: change.next }];
  const previous = change.previous ?? { form: 'key', tuple: change.next };
  return before ? [{ kind: 'delete', relation, previous }] : [];
}
