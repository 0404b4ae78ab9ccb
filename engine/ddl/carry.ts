import type { NameMap } from '../plan/names.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import { createRenamer } from '../postgres/rename.ts';
import { heeds, type Operation, type Operations } from '../schema/operation.ts';
import { type TableId, type TableName, tableId } from '../schema/table.ts';
import type { TableSelection } from '../task/config.ts';
import { type Text, text } from '../text.ts';
import { type Carriage, type DdlWork, foreignFirst } from './carriage.ts';
import { type Changed, type Judged, loosening, type Reloading, reloads, takesAll } from './change.ts';
import { type Alteration, difference } from './diff.ts';
import { evolve, evolveSequences, join, type Words } from './evolve.ts';
import { keepingGiven, requireFound, withGivenTypes } from './given.ts';
import { heeded, type Ignored, ignoring, placed } from './heed.ts';
import { namesOfCommand, namesOfPlans } from './names.ts';
import { parentGiven, parentLeft, partsOf, withMissing } from './parts.ts';
import { inheritedAs, lostToFilter, possible } from './possible.ts';
import { notCarried } from './refused.ts';
import type { DdlCommand, TableStep, TableStructure } from './structure.ts';

export interface CarryInit extends Omit<Words, 'names'>, Reloading {
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  readonly sequences: readonly SequencePlan[];
  /** Rows of some tables are still to be copied. */
  readonly waits: boolean;
  /** What the task calls relations, those it has not met before included. */
  readonly naming: (relations: readonly (TableName & { readonly columns: readonly string[] })[]) => NameMap;
  /** What the task says of a table by its name: all of its schema is chosen, it is chosen by itself, or null. */
  readonly chosen: (table: TableName) => 'whole' | TableSelection | null;
  /** What the task says of the operations of a table that it does not have yet, or of a schema (with no name of a table). */
  readonly operations: (table: TableName) => Operations;
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
  readonly #ignored: Ignored[] = [];
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
    this.#words = { ...init, names: init.naming(met) };
    this.#following = createRenamer(namesOfCommand(command.tables)).statement;
  }

  take(step: TableStep): void {
    const { before, after } = step;
    const plan = before === null ? undefined : this.#plans.get(tableId(before));
    if (before !== null && plan !== undefined) {
      if (after === null) this.#drop(plan, before);
      else this.#change(plan, { ...step, before, after: withMissing(this.#command, after) });
    } else if (after !== null) this.#come(before, after);
  }

  done(): Carriage {
    const wanted = this.#command.enums.filter(({ schema }) => this.#init.chosen({ schema, name: '' }) !== null || this.#uses(schema));
    const enums = wanted.filter(({ schema }) => this.#heedsEnums(schema));
    const work = foreignFirst(this.#work);
    return {
      command: this.#command,
      work: [...this.#empty, ...enums.map((labels) => ({ kind: 'enum', labels }) as const), ...work, ...this.#drops.reverse()],
      tables: this.#changed,
      sequences: this.#sequences === this.#init.sequences ? null : this.#sequences,
      names: namesOfPlans(this.#words.names, this.#plans.values()),
      ignored: this.#ignored,
      leftOut: this.#leftOut,
    };
  }

  /** A type is of no table: what any table of its schema wants is made. */
  #heedsEnums(schema: string): boolean {
    const tables = [...this.#plans.values()].filter(({ source }) => source.schema === schema);
    const all = [this.#init.operations({ schema, name: '' }), ...tables.map(({ operations }) => operations)];
    return (
      all.some((operations) => heeds(operations, 'enumValues')) || this.#allows({ operations: [] }, { schema, name: '' }, 'enumValues')
    );
  }

  /** Types of a schema are there when tables of it are. */
  #uses(schema: string): boolean {
    return [...this.#plans.values()].some(({ source }) => source.schema === schema);
  }

  #drop(plan: TablePlan, before: TableStructure): void {
    const parent = this.#parentOf(before);
    const isDropped = this.#allows(parent ?? plan, before, parent === null ? 'dropTable' : 'partitions');
    // The marks of its load go in any case.
    this.#drops.push({ kind: 'drop', plan: isDropped ? plan : { ...plan, origin: 'existing' } });
    if (isDropped && plan.origin === 'existing')
      this.#leftOut.push({
        table: before,
        what: text('the table, which was at the destination before the task', '该表在任务之前已存在于目标库，未被删除'),
      });
    this.#sequences = evolveSequences(this.#sequences, { plan, structure: before }, null, this.#words.names);
    this.#put(plan.id, null);
  }

  /** What is not is noted. */
  #allows({ operations }: { readonly operations?: Operations }, table: TableName, operation: Operation): boolean {
    const allowed = heeds(operations, operation);
    if (!allowed) this.#ignored.push(ignoring(table, operation));
    return allowed;
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
    const operations = parent === null ? this.#init.operations(after) : (parent.operations ?? null);
    if (!this.#allows({ operations }, after, parent === null ? 'createTable' : 'partitions')) return;
    const chosen = this.#init.chosen(after);
    const plan = join(after, { selection: chosen === 'whole' ? null : chosen, parent, operations }, this.#words);
    this.#put(plan.id, requireFound(this.#command, plan));
    const fits = this.#possible(plan, after, partsOf(after));
    this.#work.push({ kind: 'create', plan, structure: withGivenTypes(after, plan) });
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

  #change(plan: TablePlan, step: Changed): void {
    const { before, after } = step;
    const { alterations: all, unsaid } = difference(before, after, this.#following);
    const { operations = null } = this.#parentOf(after) ?? plan;
    const stays = keepingGiven(plan, all);
    const { alterations: chosen, ignored } = heeded(after, stays.alterations, operations);
    this.#ignored.push(...stays.ignored, ...ignored);
    if (before.name !== after.name) this.#allows({ operations }, after, 'renameTable');
    if (before.schema !== after.schema) throw notCarried(this.#command, before, text('its schema changed', '其所在模式已改变'));
    if (unsaid.length > 0)
      throw notCarried(this.#command, before, text(`its ${unsaid.join(', ')} changed`, `其 ${unsaid.join('、')} 已改变`));
    const lost = lostToFilter(plan, all);
    if (lost !== undefined)
      throw notCarried(this.#command, before, text(`its filter reads the column ${lost}`, `其过滤条件引用了列 ${lost}`));
    const evolved = evolve(plan, step, this.#words, { all: takesAll(plan, this.#init.chosen(plan.source)), operations });
    requireFound(this.#command, evolved);
    const judged: Judged = { command: this.#command, plan, step, all, operations };
    const reload = reloads(judged, evolved, this.#init);
    const whole: TablePlan = reload && plan.hasRows ? { ...evolved, reload: true } : evolved;
    const next = placed(whole, this.#isApart(plan, step));
    const alterations = [...chosen, ...loosening(judged)];
    const called: TablePlan = { ...plan, id: next.id, source: next.source, destination: next.destination };
    if (reload && plan.hasRows) this.#empty.push({ kind: 'empty', plan });
    if (plan.id !== next.id) this.#put(plan.id, null);
    if (JSON.stringify(plan) !== JSON.stringify(next)) this.#put(next.id, next);
    if (plan.id !== next.id) this.#work.push({ kind: 'rename', from: plan, to: next });
    this.#detach(called, step);
    const above = next.apart === true ? after : (after.partitionOf ?? after.inherits[0] ?? after);
    // Where tables have models none is below another: each has to be told.
    const inherited = (next.model === undefined ? this.#inherited.get(tableId(above)) : undefined) ?? new Set<string>();
    const own = this.#possible(
      next,
      after,
      alterations.filter((each) => !inherited.has(inheritedAs(each))),
      plan,
    );
    this.#inherited.set(tableId(after), new Set([...inherited, ...alterations.map(inheritedAs)]));
    if (own.length > 0)
      this.#work.push({
        kind: 'alter',
        from: called,
        to: next,
        structure: after,
        alterations: own,
        // Where none is below another it has no rows there either.
        emptied: reload || (next.model !== undefined && !plan.hasRows),
        waits: this.#waits,
      });
    this.#attach(next, step);
    this.#sequences = evolveSequences(this.#sequences, { plan, structure: before }, { plan: next, structure: after }, this.#words.names);
  }

  /** What is attached at the source alone gets nothing from its parent at the destination. */
  #isApart(plan: TablePlan, change: Changed): boolean {
    const parent = this.#parentOf(change.after);
    if (parent === null) return false;
    return parentGiven(this.#command, change) === null ? plan.apart === true : !this.#allows(parent, change.after, 'partitions');
  }

  #detach(plan: TablePlan, change: Changed): void {
    const left = parentLeft(this.#command, change);
    const parent = left === null || plan.apart === true ? undefined : this.#plans.get(tableId(left));
    if (parent !== undefined && this.#allows(parent, change.after, 'partitions')) this.#work.push({ kind: 'detach', plan, parent });
  }

  #attach(plan: TablePlan, change: Changed): void {
    const given = parentGiven(this.#command, change);
    const parent = given === null || plan.apart === true ? undefined : this.#plans.get(tableId(given));
    if (given !== null && parent !== undefined) this.#work.push({ kind: 'attach', plan, parent, bound: given.bound });
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
