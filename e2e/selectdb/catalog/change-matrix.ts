import { fail } from '../errors.ts';
import { type DataType, isInteger, isText, printType, sameType, type TypeName, typeWord } from './data-type.ts';
import { printDefault } from './default-rules.ts';
import type { Column } from './table.ts';

/** Rule E3: which type a column may be changed to. Nothing narrows, nothing becomes a BOOLEAN. */
const WIDER: Readonly<Partial<Record<TypeName, readonly TypeName[]>>> = {
  TINYINT: ['SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  SMALLINT: ['INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  INT: ['BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  BIGINT: ['LARGEINT', 'FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  LARGEINT: ['FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  FLOAT: ['DOUBLE', 'VARCHAR', 'STRING'],
  DOUBLE: ['VARCHAR', 'STRING'],
  VARCHAR: ['TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'DATE', 'STRING', 'JSON'],
  CHAR: ['TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'VARCHAR', 'STRING'],
  STRING: ['JSON'],
  JSON: ['STRING', 'VARCHAR'],
  DECIMAL: ['VARCHAR', 'STRING'],
  DATE: ['DATETIME'],
  DATETIME: ['DATE'],
};
/** Characters that the widest value of a number needs as a text. */
const TEXT_WIDTH: Readonly<Partial<Record<TypeName, number>>> = {
  TINYINT: 4,
  SMALLINT: 6,
  INT: 11,
  BIGINT: 20,
  LARGEINT: 40,
  FLOAT: 24,
  DOUBLE: 24,
};

type NewColumn = Pick<Column, 'name' | 'type' | 'nullable' | 'defaultValue' | 'comment'>;

/** Refuses what the server would; the answer is whether the change is one of metadata only. */
export function checkChange(old: Column, changed: NewColumn): { readonly light: boolean } {
  checkType(old.type, changed.type);
  if (old.nullable && !changed.nullable) fail('Can not change from nullable to non-nullable');
  // A MODIFY has to repeat the default that is there.
  if (printDefault(old.defaultValue) !== printDefault(changed.defaultValue)) fail('Can not change default value');
  const grown = old.type.name === 'VARCHAR' && changed.type.name === 'VARCHAR';
  const nested = old.type.items !== undefined && !sameType(old.type, changed.type);
  return {
    light:
      ((grown && !sameType(old.type, changed.type)) || nested || sameType(old.type, changed.type)) && old.nullable === changed.nullable,
  };
}

function checkType(from: DataType, to: DataType): void {
  if (sameType(from, to)) return;
  if (from.name === to.name) {
    checkSameFamily(from, to);
    return;
  }
  if (!(WIDER[from.name] ?? []).includes(to.name)) fail(`Can not change ${typeWord(from)} to ${typeWord(to)}`);
  const needed = from.name === 'DECIMAL' ? (from.precision ?? 0) + 2 : (TEXT_WIDTH[from.name] ?? 0);
  if (to.name === 'VARCHAR' && (isInteger(from) || needed > 0) && (to.length ?? 0) < needed) {
    fail(`Can not change from wider type ${printType(from)} to narrower type ${printType(to)}`);
  }
  if (from.name === 'CHAR' && to.name === 'VARCHAR') checkLength(from, to);
}

function checkSameFamily(from: DataType, to: DataType): void {
  if (isText(from)) {
    checkLength(from, to);
    return;
  }
  if (from.name === 'DATETIME') return;
  if (from.name === 'DECIMAL') {
    if ((from.precision ?? 0) > 38 || (to.precision ?? 0) > 38) fail(`Can not change ${typeWord(from)} to ${typeWord(to)}`);
    return;
  }
  checkNested(from, to);
}

function checkLength(from: DataType, to: DataType): void {
  if ((to.length ?? 0) < (from.length ?? 0))
    fail(`Shorten type length is prohibited, srcType=${printType(from)}, dstType=${printType(to)}`);
}

/** Inside ARRAY, MAP and STRUCT a VARCHAR may grow and a STRUCT may get fields at its end; nothing else changes. */
function checkNested(from: DataType, to: DataType): void {
  const [old, changed] = [from.items ?? [], to.items ?? []];
  const sameFields = (from.fields ?? []).every((field, index) => field === to.fields?.[index]);
  if (changed.length < old.length || !sameFields) fail(`Can not change ${printType(from)} to ${printType(to)}`);
  for (const [index, item] of old.entries()) {
    const other = changed[index];
    if (other === undefined || sameType(item, other)) continue;
    if (item.name !== other.name || (item.name !== 'VARCHAR' && item.items === undefined))
      fail(`Can not change ${printType(item)} to ${printType(other)}`);
    checkSameFamily(item, other);
  }
}
