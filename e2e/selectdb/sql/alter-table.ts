import type { TypeSettings } from '../catalog/data-type.ts';
import { notEmulated } from '../errors.ts';
import { type ColumnDefinition, columnDefinition } from './column-definition.ts';
import { propertyList, type TableName, tableName } from './create-table.ts';
import type { Reader } from './reader.ts';
import { resolveBackslashes } from './tokens.ts';

/** Where a column goes: null leaves it to the server. */
export type Position = { readonly first: true } | { readonly after: string } | null;

export type AlterClause =
  | { readonly kind: 'add'; readonly columns: readonly ColumnDefinition[]; readonly position: Position }
  | { readonly kind: 'drop'; readonly column: string }
  | { readonly kind: 'modify'; readonly column: ColumnDefinition; readonly position: Position }
  | { readonly kind: 'rename column'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename table'; readonly to: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'column comment'; readonly column: string; readonly text: string }
  | { readonly kind: 'set'; readonly properties: ReadonlyMap<string, string> };

export interface AlterTable {
  readonly kind: 'alter table';
  readonly name: TableName;
  readonly clauses: readonly AlterClause[];
}

/** After ALTER TABLE. */
export function alterTable(reader: Reader, settings: TypeSettings): AlterTable {
  const name = tableName(reader);
  return { kind: 'alter table', name, clauses: reader.list(() => clause(reader, settings)) };
}

function clause(reader: Reader, settings: TypeSettings): AlterClause {
  if (reader.accept('ADD')) {
    for (const word of ['PARTITION', 'INDEX', 'ROLLUP', 'CONSTRAINT']) if (reader.sees(word)) notEmulated(`ADD ${word}`);
    reader.expect('COLUMN');
    if (reader.seesSymbol('('))
      return { kind: 'add', columns: reader.inParentheses(() => columnDefinition(reader, settings)), position: null };
    return { kind: 'add', columns: [columnDefinition(reader, settings)], position: position(reader) };
  }
  if (reader.accept('DROP')) {
    for (const word of ['PARTITION', 'INDEX', 'ROLLUP', 'CONSTRAINT']) if (reader.sees(word)) notEmulated(`DROP ${word}`);
    reader.expect('COLUMN');
    return { kind: 'drop', column: reader.identifier() };
  }
  if (reader.accept('MODIFY')) return modify(reader, settings);
  if (reader.accept('RENAME')) {
    if (!reader.accept('COLUMN')) return { kind: 'rename table', to: reader.identifier() };
    return { kind: 'rename column', from: reader.identifier(), to: reader.identifier() };
  }
  if (reader.accept('SET')) return { kind: 'set', properties: propertyList(reader) };
  for (const word of ['ORDER', 'REPLACE', 'ENABLE']) if (reader.sees(word)) notEmulated(`ALTER TABLE ${word}`);
  reader.wrong("{'ADD', 'DROP', 'ENABLE', 'MODIFY', 'ORDER', 'RENAME', 'REPLACE', 'SET'}");
}

function modify(reader: Reader, settings: TypeSettings): AlterClause {
  if (reader.accept('COMMENT')) return { kind: 'comment', text: resolveBackslashes(reader.string().raw) };
  for (const word of ['PARTITION', 'DISTRIBUTION', 'ENGINE']) if (reader.sees(word)) notEmulated(`MODIFY ${word}`);
  reader.expect('COLUMN');
  if (/^comment$/i.test(reader.ahead(1).text)) {
    const column = reader.identifier();
    reader.expect('COMMENT');
    return { kind: 'column comment', column, text: reader.string().raw.replaceAll('\\', '') };
  }
  return { kind: 'modify', column: columnDefinition(reader, settings), position: position(reader) };
}

function position(reader: Reader): Position {
  if (reader.accept('FIRST')) return { first: true };
  return reader.accept('AFTER') ? { after: reader.identifier() } : null;
}
