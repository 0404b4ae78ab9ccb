import { EngineError } from '../errors.ts';
import { holding, isKin, keepsEquality } from '../schema/holding.ts';
import type { SchemaObject } from '../schema/object.ts';
import { type Catalog, type ColumnSpec, displayName, type TableName, type TableSpec, tableId } from '../schema/table.ts';
import { typeNamed } from '../schema/typename.ts';
import type { TaskConfig } from '../task/config.ts';
import { type Text, text } from '../text.ts';
import { selectionOf } from './build.ts';
import { losesRows } from './given.ts';
import * as reasons from './given-reasons.ts';
import type { ColumnPlan, TablePlan } from './plan.ts';

export interface RefusedType {
  readonly table: TableName;
  readonly column: string;
  readonly type: string;
  readonly given: string;
  readonly reason: Text;
}

export interface GivenInput {
  readonly config: Pick<TaskConfig, 'objects' | 'types'>;
  readonly catalog: Pick<Catalog, 'tables' | 'objects'>;
  readonly tables: readonly TablePlan[];
}

/** Types given to columns that cannot have them, each with what stands against it. Pure. */
export function refusedTypes(input: GivenInput): readonly RefusedType[] {
  const plans = new Map(input.tables.map((table) => [table.id, table]));
  return input.catalog.tables.flatMap((spec) => {
    const plan = plans.get(tableId(spec));
    if (plan === undefined) return [];
    const judge = new Judge(input, { spec, plan, parent: spec.partitionOf === null ? undefined : plans.get(tableId(spec.partitionOf)) });
    return [...computed(input, spec), ...spec.columns.flatMap((column) => judge.refuse(column))];
  });
}

/** A column that is computed is none of the plan. */
function computed({ config }: GivenInput, spec: TableSpec): readonly RefusedType[] {
  const selection = selectionOf(config, spec);
  if (selection === null || selection === 'whole') return [];
  return (selection.columns ?? []).flatMap(({ name, type: given }) => {
    const column = spec.columns.find((each) => each.name === name);
    if (given === undefined || column === undefined || column.generated === 'no' || typeNamed(given) === column.type) return [];
    return [{ table: spec, column: name, type: column.type, given, reason: reasons.COMPUTED }];
  });
}

interface Own {
  readonly spec: TableSpec;
  readonly plan: TablePlan;
  /** Of a partition. */
  readonly parent: TablePlan | undefined;
}

class Judge {
  readonly #input: GivenInput;
  readonly #own: Own;
  readonly #columns: ReadonlyMap<string, ColumnPlan>;

  constructor(input: GivenInput, own: Own) {
    this.#input = input;
    this.#own = own;
    this.#columns = new Map(own.plan.columns.map((column) => [column.source, column]));
  }

  refuse(spec: ColumnSpec): readonly RefusedType[] {
    const column = this.#columns.get(spec.name);
    const above = this.#own.parent?.columns.find(({ source }) => source === spec.name);
    const isOther = this.#own.parent !== undefined && above !== undefined && above.given !== column?.given;
    if (column === undefined || (column.given === undefined && !isOther)) return [];
    const given = column.given ?? spec.type;
    const reason = isOther && this.#isMade ? reasons.PARENT : this.#reason(spec, column, given);
    return reason === null ? [] : [{ table: this.#own.spec, column: spec.name, type: spec.type, given, reason }];
  }

  #reason(spec: ColumnSpec, column: ColumnPlan, given: string): Text | null {
    if (column.given === undefined) return null;
    if (holding(spec.type, given) === 'never') return reasons.NEVER;
    const { plan } = this.#own;
    const follows = this.#input.config.types.includes('incremental');
    if (this.#isOfKey(spec.name) && !keepsEquality(spec.type, given)) return reasons.KEY;
    if (follows && losesRows(column, plan)) return reasons.KEYLESS;
    return this.#isMade ? this.#structural(spec, given) : null;
  }

  /** A table that is there has the types it has: all that is asked is whether values can be taken to it. */
  get #isMade(): boolean {
    return this.#own.plan.origin === 'create';
  }

  #isOfKey(name: string): boolean {
    const { spec, plan } = this.#own;
    return plan.key.includes(name) || spec.keys.some(({ columns }) => columns.includes(name));
  }

  #structural(column: ColumnSpec, given: string): Text | null {
    const { spec } = this.#own;
    const { name, type, identity } = column;
    if (spec.ofType !== null) return reasons.TYPED;
    if (spec.inherits.length > 0 || this.#input.catalog.tables.some(({ inherits }) => inherits.some((parent) => isSame(parent, spec))))
      return reasons.INHERITED;
    if (spec.partitionKey !== null && mentions(spec.partitionKey, name)) return reasons.PARTITION_KEY;
    if (identity !== 'no' && !INTEGERS.has(given)) return reasons.IDENTITY;
    if (this.#isForeign(name) && !isSafeReference(type, given)) return reasons.FOREIGN;
    if (column.generated === 'no' && identity === 'no' && column.default !== null && !takesDefault(type, given)) return reasons.DEFAULT;
    if (isKin(type, given)) return null;
    const readers = this.#readers(name);
    return readers.length === 0 ? null : reasons.readBy(readers);
  }

  #isForeign(name: string): boolean {
    const { spec } = this.#own;
    const own = this.#parts('foreign-key').some(({ columns }) => columns.includes(name));
    const referred = spec.keys.some(({ columns }) => columns.includes(name));
    return own || (referred && this.#input.catalog.tables.some(({ constraints }) => constraints.some((each) => refersTo(each, spec))));
  }

  /** What is made over the column's type: keys aside, which hold by their values alone. */
  #readers(name: string): readonly string[] {
    const { spec } = this.#own;
    const keys = new Set(spec.keys.map((key) => key.name));
    const computing = spec.columns.filter(({ reads }) => reads.includes(name)).map((column) => column.name);
    const checks = spec.checks.filter(({ columns }) => columns.includes(name)).map((check) => check.name);
    const parts = this.#parts('constraint', 'index', 'policy', 'rule', 'trigger', 'statistics')
      .filter((part) => part.columns.includes(name) && !keys.has(part.name))
      .map((part) => part.name);
    return [...new Set([...computing, ...checks, ...parts])];
  }

  #parts(...kinds: readonly SchemaObject['kind'][]): readonly SchemaObject[] {
    const { spec } = this.#own;
    return this.#input.catalog.objects.filter(({ kind, table }) => table !== null && kinds.includes(kind) && isSame(table, spec));
  }
}

const INTEGERS: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

function isSame(a: TableName, b: TableName): boolean {
  return tableId(a) === tableId(b);
}

function refersTo({ references }: TableSpec['constraints'][number], table: TableName): boolean {
  return references !== null && isSame(references, table);
}

/** Compared across types by the server, whatever the column at the other end is. */
function isSafeReference(type: string, given: string): boolean {
  const both = [type, given];
  return both.every((each) => INTEGERS.has(each)) || both.every((each) => each === 'text' || each.startsWith('character varying'));
}

/** A default is assigned to the column: that goes into any text, and among kin. */
function takesDefault(type: string, given: string): boolean {
  return (
    given.startsWith('text') || given.startsWith('character') || isKin(type, given) || (/^jsonb?$/.test(type) && /^jsonb?$/.test(given))
  );
}

/** Its columns, or expressions over them, as the server writes them; a word of that name that is no column is taken for one. */
function mentions(partitionKey: string, column: string): boolean {
  const name = column.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\p{N}_$])${name}($|[^\\p{L}\\p{N}_$])`, 'u').test(partitionKey);
}

/** The precheck has said so; something changed since. */
export function typeRefused({ table, column, type, given, reason }: RefusedType): EngineError {
  const name = `${displayName(table)}.${column}`;
  return new EngineError({
    code: 'plan.type-refused',
    message: text(`${name} (${type}) cannot be ${given}: ${reason.en}`, `${name}（${type}）不能设为 ${given}：${reason.zh}`),
    hint: text('Choose another type for the column, or take it away.', '请为该列选择其他类型，或取消设置。'),
    retry: 'never',
    object: displayName(table),
  });
}
