import { fail, notEmulated } from '../errors.ts';
import type { ColumnDefinition } from '../sql/column-definition.ts';
import { checkDefault } from './default-rules.ts';
import { checkColumnName, type NameSettings } from './names.ts';

/** Rules C: a column by itself, knowing whether it is part of the key. */
export function checkColumn(column: ColumnDefinition, key: boolean, settings: NameSettings): void {
  checkColumnName(column.name, settings);
  if (column.generated) notEmulated('a generated column');
  if (column.autoIncrement) notEmulated('AUTO_INCREMENT');
  if (key) checkKeyType(column);
  checkDefault(column);
}

/** Rule C4. */
function checkKeyType({ name, type }: ColumnDefinition) {
  switch (type.name) {
    case 'FLOAT':
    case 'DOUBLE':
      return fail('Float or double can not used as a key, use decimal instead.');
    case 'STRING':
      return fail(`String Type should not be used in key column[${name}]`);
    case 'ARRAY':
      return fail('Array can only be used in the non-key column of the duplicate table at present.');
    case 'JSON':
      return fail(`JsonType type should not be used in key column[${name}].`);
    case 'VARIANT':
      return fail(`Variant type should not be used in key column[${name}].`);
    case 'MAP':
      return fail('Map can only be used in the non-key column of the duplicate table at present.');
    case 'STRUCT':
      return fail('Struct can only be used in the non-key column of the duplicate table at present.');
    case 'BITMAP':
    case 'HLL':
    case 'QUANTILE_STATE':
      return fail(`Key column can not set complex type:${name}`);
    default:
  }
}
