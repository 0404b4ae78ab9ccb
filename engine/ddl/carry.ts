import type { NameMap } from '../plan/names.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import { createRenamer } from '../postgres/rename.ts';
import { type TableId, type TableName, tableId } from '../schema/table.ts';
import type { TableSelection } from '../task/config.ts';
import { type Text, text } from '../text.ts';
import type { Carriage, DdlWork } from './carriage.ts';
import { type Alteration, difference } from './diff.ts';
import { evolve, evolveSequences, join, type Words } from './evolve.ts';
import { namesOfCommand, namesOfPlans } from './names.ts';
import { inheritedAs, lostToFilter, possible } from './possible.ts';
import { notCarried } from './refused.ts';
import { needsReload } from './reload.ts';
import type { DdlCommand, TableStep, TableStructure } from './structure.ts';

export interface CarryInit {
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  readonly sequences: readonly SequencePlan[];
  /** Rows of some tables are still to be copied. */
  readonly waits: boolean;
  /** Tables to be loaded again when anything of them changes: their rows are ahead of this command, or not all there. */
  readonly ahead: ReadonlySet<TableId>;
  readonly columnType: (type: string) => string;
  /** What the task calls relations, those it has not met before included. */
  readonly naming: (relations: readonly (TableName & { readonly columns: readonly string[] })[]) => NameMap;
  /** What the task says of a table by its name: all of its schema is chosen, it is chosen by itself, or null. */
  readonly chosen: (table: TableName) => 'whole' | TableSelection | null;
}

/**
 * What a command of the source comes to at the destination. Tables that are not the task's are passed over. Pure.
 * @throws EngineError `source.table-changed` when it cannot be carried exactly
 */
export function carry(command: DdlCommand, init: CarryInit): Carriage {
  if (command.failure !== null) throw notCarried(command, null, text(command.failure, command.failure));
  const carrier = new Carrier(command, init);
  for (const step of command.tables) carrier.take(step);
  return carrier.done();
}

class Carrier {
  readonly #command: DdlCommand;
  readonly #init: CarryInit;
  readonly #plans: Map<TableId, TablePlan>;
  readonly #changed = new Map<TableId, TablePlan | null>();
  readonly #words: Words;
  readonly #following: (sql: string) => string;
  readonly #empty: DdlWork[] = [];
  readonly #work: DdlWork[] = [];
  readonly #drops: DdlWork[] = [];
  readonly #leftOut: { readonly table: TableName; readonly what: Text }[] = [];
  /** What parents had done to them, by name: it reaches what is below them by itself. */
  readonly #inherited = new Map<TableId, ReadonlySet<string>>();
  #sequences: readonly SequencePlan[];

  constructor(command: DdlCommand, init: CarryInit) {
    this.#command = command;
    this.#init = init;
    this.#plans = new Map(init.tables);
    this.#sequences = init.sequences;
    const met = command.tables.flatMap(({ after }) =>
      after === null ? [] : [{ ...after, columns: after.columns.map(({ name }) => name) }],
    );
    this.#words = { columnType: init.columnType, names: init.naming(met) };
    this.#following = createRenamer(namesOfCommand(command.tables)).statement;
  }

  take(step: TableStep): void {
    const { before, after } = step;
    const plan = before === null ? undefined : this.#plans.get(tableId(before));
    if (before !== null && plan !== undefined) {
      if (after === null) this.#drop(plan, before);
      else this.#change(plan, step, { before, after });
    } else if (after !== null) this.#come(before, after);
  }

  done(): Carriage {
    const enums = this.#command.enums.filter(({ schema }) => this.#init.chosen({ schema, name: '' }) !== null || this.#uses(schema));
    return {
      command: this.#command,
      work: [...this.#empty, ...enums.map((labels) => ({ kind: 'enum', labels }) as const), ...this.#work, ...this.#drops.reverse()],
      tables: this.#changed,
      sequences: this.#sequences === this.#init.sequences ? null : this.#sequences,
      names: namesOfPlans(this.#words.names, this.#plans.values()),
      leftOut: this.#leftOut,
    };
  }

  /** Types of a schema are there when tables of it are. */
  #uses(schema: string): boolean {
    return [...this.#plans.values()].some(({ source }) => source.schema === schema);
  }

  #drop(plan: TablePlan, before: TableStructure): void {
    this.#drops.push({ kind: 'drop', plan });
    if (plan.origin === 'existing')
      this.#leftOut.push({
        table: before,
        what: text('the table, which was at the destination before the task', '该表在任务之前已存在于目标库，未被删除'),
      });
    this.#sequences = evolveSequences(this.#sequences, { plan, structure: before }, null, this.#words.names);
    this.#put(plan.id, null);
  }

  #come(before: TableStructure | null, after: TableStructure): void {
    // What stands in its place is known by this name: how it was before is not.
    if (before === null && this.#plans.has(tableId(after)))
      throw notCarried(this.#command, after, text('its structure before the command is not known', '该表变更前的结构未知'));
    if (!this.#isChosen(after) || (before !== null && this.#isChosen(before))) return;
    if (!after.logged || after.kind === 'other') {
      this.#leftOut.push({ table: after, what: text('the table: its changes are not in the log', '该表：其变更不写入日志') });
      return;
    }
    const parent = this.#parentOf(after);
    const chosen = this.#init.chosen(after);
    const plan = join(after, { selection: chosen === 'whole' ? null : chosen, parent }, this.#words);
    this.#put(plan.id, plan);
    const alterations = [
      ...after.constraints
        .filter(({ local, kind }) => local && kind !== 'check')
        .map((constraint) => ({ kind: 'add-constraint', constraint }) as const),
      ...after.indexes.filter(({ local }) => local).map((index) => ({ kind: 'add-index', index }) as const),
    ];
    const fits = this.#possible(plan, after, alterations);
    this.#work.push({ kind: 'create', plan, structure: after });
    if (fits.length > 0)
      this.#work.push({ kind: 'alter', from: plan, to: plan, structure: after, alterations: fits, emptied: true, waits: true });
    this.#sequences = evolveSequences(this.#sequences, null, { plan, structure: after }, this.#words.names);
  }

  #isChosen(table: TableStructure): boolean {
    return this.#parentOf(table) !== null || this.#init.chosen(table) !== null;
  }

  #parentOf({ partitionOf }: TableStructure): TablePlan | null {
    return partitionOf === null ? null : (this.#plans.get(tableId(partitionOf)) ?? null);
  }

  #change(plan: TablePlan, step: TableStep, { before, after }: { readonly before: TableStructure; readonly after: TableStructure }): void {
    const { alterations, unsaid } = difference(before, after, this.#following);
    if (before.schema !== after.schema) throw notCarried(this.#command, before, text('its schema changed', '其所在模式已改变'));
    if (unsaid.length > 0)
      throw notCarried(this.#command, before, text(`its ${unsaid.join(', ')} changed`, `其 ${unsaid.join('、')} 已改变`));
    const lost = lostToFilter(plan, alterations);
    if (lost !== undefined)
      throw notCarried(this.#command, before, text(`its filter reads the column ${lost}`, `其过滤条件引用了列 ${lost}`));
    const evolved = evolve(plan, { before, after }, this.#words, this.#takesAll(plan));
    const reload =
      needsReload(this.#command, { ...step, before, after }, evolved.leftOut) ||
      (this.#init.ahead.has(plan.id) && (alterations.length > 0 || tableId(before) !== tableId(after)));
    const next: TablePlan = reload && plan.hasRows ? { ...evolved, reload: true } : evolved;
    const called: TablePlan = { ...plan, id: next.id, source: next.source, destination: next.destination };
    if (reload && plan.hasRows) this.#empty.push({ kind: 'empty', plan });
    if (plan.id !== next.id) this.#put(plan.id, null);
    if (JSON.stringify(plan) !== JSON.stringify(next)) this.#put(next.id, next);
    if (plan.id !== next.id) this.#work.push({ kind: 'rename', from: plan, to: next });
    this.#detach(called, before, after);
    const inherited = this.#inherited.get(tableId(after.partitionOf ?? after.inherits[0] ?? after)) ?? new Set<string>();
    const own = this.#possible(
      next,
      after,
      alterations.filter((each) => !inherited.has(inheritedAs(each))),
      plan,
    );
    this.#inherited.set(tableId(after), new Set([...inherited, ...alterations.map(inheritedAs)]));
    // What is below a parent was rewritten with it, and emptied first where that says nothing of the values.
    const emptied = reload || (!plan.hasRows && this.#command.tables.some(({ rewritten }) => rewritten));
    if (own.length > 0)
      this.#work.push({
        kind: 'alter',
        from: called,
        to: next,
        structure: this.#withMissing(after),
        alterations: own,
        emptied,
        waits: this.#waits,
      });
    this.#attach(next, before, after);
    this.#sequences = evolveSequences(this.#sequences, { plan, structure: before }, { plan: next, structure: after }, this.#words.names);
  }

  /** A parent has no rows, so it tells no value of theirs: any table below it does. */
  #withMissing(after: TableStructure): TableStructure {
    if (after.kind !== 'partitioned') return after;
    const columns = after.columns.map((column) => {
      const below = this.#command.tables.flatMap((step) => step.after?.columns.filter(({ name }) => name === column.name) ?? []);
      return { ...column, missing: column.missing ?? below.find(({ missing }) => missing !== null)?.missing ?? null };
    });
    return { ...after, columns };
  }

  /** Later columns are taken where none was left out, and none was chosen by itself. */
  #takesAll(plan: TablePlan): boolean {
    const chosen = this.#init.chosen(plan.source);
    return plan.leftOut.length === 0 && (chosen === null || chosen === 'whole' || chosen.columns === undefined);
  }

  #detach(plan: TablePlan, before: TableStructure, after: TableStructure): void {
    const old = before.partitionOf;
    if (old === null || (after.partitionOf !== null && tableId(after.partitionOf) === tableId(this.#now(old)))) return;
    const parent = this.#plans.get(tableId(this.#now(old)));
    if (parent !== undefined) this.#work.push({ kind: 'detach', plan, parent });
  }

  #attach(plan: TablePlan, before: TableStructure, after: TableStructure): void {
    const { partitionOf } = after;
    if (partitionOf === null || (before.partitionOf !== null && tableId(this.#now(before.partitionOf)) === tableId(partitionOf))) return;
    const parent = this.#plans.get(tableId(partitionOf));
    if (parent !== undefined) this.#work.push({ kind: 'attach', plan, parent, bound: partitionOf.bound });
  }

  /** What this command calls a table that had the name before it. */
  #now(table: TableName): TableName {
    return this.#command.tables.find(({ before }) => before !== null && tableId(before) === tableId(table))?.after ?? table;
  }

  #possible(plan: TablePlan, table: TableStructure, alterations: readonly Alteration[], before = plan): readonly Alteration[] {
    const absent = new Set([...before.leftOut, ...plan.leftOut]);
    const needs = { absent, left: new Set(plan.leftOut), has: (id: TableId) => this.#plans.has(id) };
    return possible(alterations, needs, (what) => this.#leftOut.push({ table, what }));
  }

  get #waits(): boolean {
    return this.#init.waits || this.#init.ahead.size > 0 || this.#empty.length > 0;
  }

  #put(id: TableId, plan: TablePlan | null): void {
    this.#changed.set(id, plan);
    if (plan === null) this.#plans.delete(id);
    else this.#plans.set(id, plan);
  }
}
