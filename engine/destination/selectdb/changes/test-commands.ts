import type { Carriage, DdlWork } from '../../../ddl/carriage.ts';
import type { Plan, TablePlan } from '../../../plan/plan.ts';
import { plannedTable } from '../../../plan/test-table.ts';
import type { ChangeBatch, RowChange, Value } from '../../../schema/row.ts';
import { type TableId, tableId } from '../../../schema/table.ts';
import { at } from '../../contract/ground.ts';

interface Named {
  readonly engine?: 'unique' | 'duplicate';
  /** What the second column is called. */
  readonly v?: string;
}

/** For tests: a table of the schema `nam` with the columns id and v. */
export function planOf(name: string, { engine = 'unique', v = 'v' }: Named = {}): TablePlan {
  const source = { schema: 'nam', name };
  const keys = engine === 'unique' ? ['id'] : [];
  return plannedTable({
    id: tableId(source),
    source,
    columns: ['id', v].map((column, index) => ({
      source: column,
      destination: column,
      type: index === 0 ? 'INT' : 'STRING',
      comparable: true,
    })),
    key: keys,
    model: { engine, keys, distribution: keys, buckets: 1 },
  });
}

export const planWith = (...found: readonly TablePlan[]): Plan => ({
  steps: ['full', 'incremental'],
  tables: found,
  statements: [],
  sequences: [],
  leftOut: [],
});

export function insert(table: TablePlan, ...next: readonly Value[]): RowChange {
  const columns = table.columns.map(({ source }) => source);
  return { kind: 'insert', relation: { id: table.id, table: table.source, columns, types: [], identity: ['id'] }, next };
}

/** The beginning of a transaction that is committed at 95, and its end. */
export const part = (...changes: readonly RowChange[]): ChangeBatch => ({
  changes,
  commit: null,
  open: { commit: at(95), at: 1_700_000_000_000 },
});
export const end = (...changes: readonly RowChange[]): ChangeBatch => ({
  changes,
  commit: { position: at(100), at: 1_700_000_000_000, transactions: 1 },
});

export function carriage(work: readonly DdlWork[], changed: readonly (readonly [TableId, TablePlan | null])[]): Carriage {
  const command = { tag: 'ALTER TABLE', text: '', tables: [], enums: [], failure: null };
  return { command, work, tables: new Map(changed), sequences: null, names: {} as Carriage['names'], ignored: [], leftOut: [] };
}
