import { type DataType, isText } from '../catalog/data-type.ts';
import { defaultOf } from '../catalog/default-rules.ts';
import { type Column, columnOf, DELETE_SIGN, sequenceColumn, type Table } from '../catalog/table.ts';
import { fail } from '../errors.ts';
import { evaluate, type Scope } from '../query/evaluate.ts';
import type { Expression } from '../sql/expression.ts';
import { cellOf, isTrue, NULL, text } from '../storage/cell.ts';
import { offsetOf } from '../storage/moment.ts';
import type { Incoming, Row } from '../storage/rows.ts';
import { type Casting, type CastSettings, cast, decimalRange } from '../storage/value.ts';
import type { Plan, Source, Target } from './plan.ts';
import type { Record } from './record.ts';

interface RowSettings {
  readonly strict: boolean;
  readonly timezone: string;
  readonly version: 3 | 4;
  readonly newKeys: 'APPEND' | 'ERROR';
}

type Values = (string | null | undefined)[];

/** What becomes of a row of the body. */
type Outcome =
  | { readonly kind: 'loaded'; readonly row: Incoming }
  | { readonly kind: 'filtered'; readonly reason: string }
  | { readonly kind: 'unselected' };

/** Thrown inside a row only: the row is filtered, the load goes on. */
class Filtered extends Error {}

const MIB = 1024 * 1024;

export function softLimit(version: 3 | 4): number {
  return version === 4 ? 10 * MIB : MIB;
}

export class RowBuilder {
  readonly #plan: Plan;
  readonly #settings: RowSettings;
  readonly #cast: CastSettings;
  readonly #columns: number;
  readonly #sign: Column | null;
  readonly #sequence: Column | null;

  constructor(plan: Plan, settings: RowSettings) {
    this.#plan = plan;
    this.#settings = settings;
    this.#cast = { zone: offsetOf(settings.timezone), softLimit: softLimit(settings.version) };
    this.#columns = plan.fields.length;
    this.#sign = columnOf(plan.table, DELETE_SIGN);
    this.#sequence = sequenceColumn(plan.table);
  }

  build(record: Record): Outcome {
    if ('problem' in record) return { kind: 'filtered', reason: record.problem };
    if ('fields' in record && record.fields.length !== this.#columns)
      return { kind: 'filtered', reason: wrongCount(record.fields.length, this.#columns) };
    try {
      return this.#built(record);
    } catch (error) {
      if (error instanceof Filtered) return { kind: 'filtered', reason: error.message };
      throw error;
    }
  }

  #built(record: Exclude<Record, { problem: string }>): Outcome {
    const { table, targets, slots, where, deleteOn, sequence } = this.#plan;
    // Slots that the plan does not know stay undefined: a column that was added meanwhile shows its default.
    const values: Values = [];
    for (const target of targets) values[target.column.slot] = this.#value(target, record);
    const scope = fieldScope(this.#plan.fields, record, table, values);
    if (where !== null && !isTrue(evaluate(where, scope))) return { kind: 'unselected' };
    const sign = this.#sign;
    if (sign !== null) values[sign.slot] = this.#deletes(deleteOn, scope) ? '1' : (values[sign.slot] ?? '0');
    const ordered = this.#sequence;
    if (ordered !== null)
      values[ordered.slot] = sequence === null ? this.#sequenceDefault(table, values) : this.#read(sequence, record, ordered);
    if (slots !== null && this.#isNewKey(table, values)) this.#completeNew(targets, values);
    return { kind: 'loaded', row: { values, slots } };
  }

  #deletes(condition: Expression | boolean, scope: Scope): boolean {
    return typeof condition === 'boolean' ? condition : isTrue(evaluate(condition, scope));
  }

  #sequenceDefault(table: Table, values: Row): string | null {
    const from = table.sequenceFrom === null ? null : columnOf(table, table.sequenceFrom);
    return from === null ? null : (values[from.slot] ?? null);
  }

  #isNewKey(table: Table, values: Row): boolean {
    return table.rows.alive(table, values) === null;
  }

  /** A partial update that finds no row. Columns it leaves out need a default, or to be nullable. */
  #completeNew(targets: readonly Target[], values: Values): void {
    if (this.#settings.newKeys === 'ERROR' || (this.#settings.version === 3 && this.#settings.strict)) {
      throw new Filtered("Can't append new rows in partial update when partial_update_new_key_behavior is ERROR");
    }
    for (const { column, source } of targets) {
      if (source.from !== 'default') continue;
      if (column.defaultValue === null && !column.nullable)
        throw new Filtered(
          `the unmentioned column \`${column.name}\` should have default value or be nullable for newly inserted rows in non-strict mode partial update`,
        );
      values[column.slot] = defaultOf(column.type, column.defaultValue);
    }
  }

  #value({ column, source }: Target, record: Exclude<Record, { problem: string }>): string | null {
    if (source.from === 'default') return defaultOf(column.type, column.defaultValue);
    return this.#read(source, record, column);
  }

  #read(source: Source, record: Exclude<Record, { problem: string }>, column: Column): string | null {
    const raw = this.#raw(source, record, column);
    if (raw === null) {
      if (!column.nullable) throw new Filtered(`column(${column.name}) values is null while columns is not nullable`);
      return null;
    }
    return this.#stored(raw, column);
  }

  #raw(source: Source, record: Exclude<Record, { problem: string }>, column: Column): string | null {
    if (source.from === 'expression') {
      const cell = evaluate(source.expression, fieldScope(this.#plan.fields, record, this.#plan.table, []));
      return cell.kind === 'null' ? null : cell.text;
    }
    if (source.from === 'default') return null;
    if ('fields' in record) return record.fields[source.index] ?? null;
    const value = record.named.get(source.name);
    return value === undefined ? defaultOf(column.type, column.defaultValue) : value;
  }

  /** Where strictness shows: a value that cannot be read filters the row, or silently is NULL. */
  #stored(raw: string, column: Column): string | null {
    const casting = cast(raw, column.type, this.#cast);
    if ('value' in casting) return casting.value;
    if (!this.#settings.strict) {
      if (casting.bad === 'too long') return shortened(raw, column.type);
      if (!column.nullable) throw new Filtered(`column(${column.name}) values is null while columns is not nullable`);
      return null;
    }
    throw new Filtered(reasonOf(casting, raw, column));
  }
}

function wrongCount(actual: number, wanted: number): string {
  return `actual column number in csv file is ${actual < wanted ? 'less' : 'more'} than schema column number. actual number: ${actual}, schema column number: ${wanted}`;
}

export function reasonOf(casting: Exclude<Casting, { value: string }>, raw: string, { name, type }: Pick<Column, 'name' | 'type'>): string {
  if (casting.bad === 'value') return `column(${name}) value is incorrect while strict mode is true, src value is ${raw}`;
  if (casting.bad === 'out of range') {
    const { min, max } = decimalRange(type);
    return `column_name[${name}], decimal value is not valid for definition, value=${raw}, precision=${type.precision}, scale=${type.scale}, min=${min}, max=${max}`;
  }
  return tooLong(raw, name, type);
}

function tooLong(raw: string, name: string, type: DataType): string {
  const bytes = Buffer.from(raw);
  return `column_name[${name}], the length of input is too long than schema. first 32 bytes of input str: [${bytes.subarray(0, 32).toString('utf8')}] schema length: ${type.length ?? 'soft limit'}; actual length: ${bytes.length}; `;
}

/** Not strict: cut to the length in characters, which may still be too many bytes. */
function shortened(raw: string, type: DataType): string {
  if (!isText(type) || type.length === undefined) throw new Filtered(tooLong(raw, '', type));
  const cut = [...raw].slice(0, type.length).join('');
  if (Buffer.byteLength(cut) > type.length) throw new Filtered(tooLong(raw, '', type));
  return cut;
}

function fieldScope(fields: readonly string[], record: Exclude<Record, { problem: string }>, table: Table, values: Row): Scope {
  return {
    column: (name) => {
      const index = fields.findIndex((field) => field.toLowerCase() === name.toLowerCase());
      const column = columnOf(table, name);
      if (index < 0 && column === null) fail(`Unknown column '${name}' in 'table list'`);
      if (column !== null && values.length > 0) return cellOf(values[column.slot] ?? null, column.type);
      const value = 'fields' in record ? record.fields[index] : record.named.get(fields[index] ?? name);
      return value === undefined || value === null ? NULL : text(value);
    },
    variable: (name) => fail(`Unknown system variable '${name}'`),
    environment: () => null,
    group: null,
  };
}
