import { type DataType, nestedType, scalarType, type TypeSettings } from '../catalog/data-type.ts';
import { fail } from '../errors.ts';
import type { Reader } from './reader.ts';

export type DefaultValue =
  | { readonly kind: 'null' }
  /** The text is raw: a backslash in a default is a backslash. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'timestamp'; readonly precision: number }
  | { readonly kind: 'constant'; readonly word: 'CURRENT_DATE' | 'PI' | 'E' | 'BITMAP_EMPTY' };

export interface ColumnDefinition {
  readonly name: string;
  readonly type: DataType;
  readonly key: boolean;
  readonly aggregation: string | null;
  readonly generated: boolean;
  readonly nullable: boolean;
  readonly autoIncrement: boolean;
  readonly defaultValue: DefaultValue | null;
  /** Precision of ON UPDATE CURRENT_TIMESTAMP. */
  readonly onUpdate: number | null;
  readonly comment: string;
}

const AGGREGATIONS = 'MAX MIN SUM REPLACE REPLACE_IF_NOT_NULL HLL_UNION BITMAP_UNION QUANTILE_UNION'.split(' ');

/** The clauses of a column come in one order only. */
export function columnDefinition(reader: Reader, settings: TypeSettings): ColumnDefinition {
  const name = reader.identifier();
  const type = dataType(reader, settings);
  const key = reader.accept('KEY');
  const aggregation = AGGREGATIONS.find((word) => reader.accept(word)) ?? null;
  const generated = generatedClause(reader);
  const refused = reader.accept('NOT', 'NULL');
  if (!refused) reader.accept('NULL');
  const autoIncrement = reader.accept('AUTO_INCREMENT');
  if (autoIncrement && reader.seesSymbol('(')) reader.inParentheses(() => reader.integer());
  const defaultValue = reader.accept('DEFAULT') ? readDefault(reader) : null;
  const onUpdate = reader.accept('ON', 'UPDATE', 'CURRENT_TIMESTAMP') ? precision(reader) : null;
  // Column comments lose every backslash, and keep doubled quotes doubled.
  const comment = reader.accept('COMMENT') ? reader.string().raw.replaceAll('\\', '') : '';
  return { name, type, key, aggregation, generated, nullable: !refused, autoIncrement, defaultValue, onUpdate, comment };
}

function generatedClause(reader: Reader): boolean {
  const always = reader.accept('GENERATED', 'ALWAYS');
  if (!reader.accept('AS')) {
    if (always) reader.wrong('AS');
    return false;
  }
  reader.expectSymbol('(');
  for (let open = 1; open > 0; ) {
    const token = reader.next();
    if (token.kind === 'end') reader.wrong("')'");
    if (token.kind === 'symbol' && token.text === '(') open += 1;
    if (token.kind === 'symbol' && token.text === ')') open -= 1;
  }
  return true;
}

/** A literal, never an expression. */
function readDefault(reader: Reader): DefaultValue {
  if (reader.accept('NULL')) return { kind: 'null' };
  if (reader.accept('CURRENT_TIMESTAMP')) return { kind: 'timestamp', precision: precision(reader) };
  for (const word of ['CURRENT_DATE', 'PI', 'E', 'BITMAP_EMPTY'] as const) if (reader.accept(word)) return { kind: 'constant', word };
  if (reader.token.kind === 'string') return { kind: 'literal', text: reader.next().raw };
  const sign = reader.acceptSymbol('-') ? '-' : '';
  if (reader.token.kind !== 'number') reader.wrong("{'NULL', STRING_LITERAL, INTEGER_VALUE, DECIMAL_VALUE, 'CURRENT_TIMESTAMP'}");
  return { kind: 'literal', text: sign + reader.next().text };
}

function precision(reader: Reader): number {
  return reader.seesSymbol('(') ? (reader.inParentheses(() => reader.integer())[0] ?? 0) : 0;
}

/** MySQL and PostgreSQL words (NUMERIC, TIMESTAMP, SERIAL) are not in the grammar. */
function dataType(reader: Reader, settings: TypeSettings): DataType {
  const token = reader.token;
  if (token.kind !== 'word') reader.wrong('a data type');
  const word = token.text.toUpperCase();
  if (word === 'ARRAY' || word === 'MAP' || word === 'STRUCT') {
    reader.next();
    return nested(reader, word, settings);
  }
  reader.next();
  const numbers = reader.seesSymbol('(') ? reader.inParentheses(() => reader.integer()) : [];
  return scalarType(word, numbers, settings) ?? fail(`\nno viable alternative at input '${token.text}'(line 1, pos ${token.at})\n`);
}

function nested(reader: Reader, name: 'ARRAY' | 'MAP' | 'STRUCT', settings: TypeSettings): DataType {
  reader.expectSymbol('<');
  const fields: string[] = [];
  const items = reader.list(() => {
    if (name === 'STRUCT') {
      fields.push(reader.identifier());
      reader.expectSymbol(':');
    }
    return dataType(reader, settings);
  });
  reader.expectSymbol('>');
  if (name !== 'STRUCT' && items.length !== (name === 'ARRAY' ? 1 : 2)) reader.wrong("','");
  return nestedType(name, items, fields);
}
