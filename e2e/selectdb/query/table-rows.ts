import { columnOf, DELETE_SIGN, type Table, visibleColumns } from '../catalog/table.ts';
import type { Expression } from '../sql/expression.ts';
import { cellOf, isTrue } from '../storage/cell.ts';
import { isDeleted, type Row, valueIn } from '../storage/rows.ts';
import { evaluate } from './evaluate.ts';
import { type Relation, rowScope } from './relation.ts';
import { isOn, type Session } from './session.ts';

/** The rows of a table as this session sees them: `show_hidden_columns` shows deleted ones too. */
export function tableRelation(table: Table, session: Session): Relation {
  const hidden = isOn(session, 'show_hidden_columns');
  const all = hidden || isOn(session, 'skip_delete_sign');
  const columns = hidden ? table.columns : visibleColumns(table);
  const rows = [...table.rows.values()].filter((row) => all || !isDeleted(table, row));
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(valueIn(row, column), column.type))) };
}

/** DELETE: a key of a UNIQUE table gets its delete sign, rows of a DUPLICATE one go. */
export function deleteRows(table: Table, where: Expression, session: Session): number {
  const sign = columnOf(table, DELETE_SIGN);
  const columns = visibleColumns(table);
  let deleted = 0;
  table.rows.rewrite((row: Row) => {
    const cells = columns.map((column) => cellOf(valueIn(row, column), column.type));
    if (isDeleted(table, row) || !isTrue(evaluate(where, rowScope({ columns }, cells, session)))) return row;
    deleted += 1;
    return sign === null ? null : row.with(sign.slot, '1');
  });
  return deleted;
}
