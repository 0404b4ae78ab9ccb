import { infer } from '../ddl/infer.ts';
import type { DdlCommand, TableStep } from '../ddl/structure.ts';
import type { TablePlan } from '../plan/plan.ts';
import type { ChangeEvent, Position, RelationShape } from '../schema/row.ts';
import type { TableShape } from '../schema/shape.ts';
import { displayName, type TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { otherColumns } from './strangers.ts';
import { toCommands } from './to-commands.ts';

export interface RelationsInit {
  readonly source: Pick<Source, 'tableShapes' | 'tableNow' | 'typesOf' | 'columnsNow'>;
  /** As commands leave them: the same maps throughout. */
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  readonly loaded: ReadonlyMap<TableId, Position | null>;
  readonly checkpoint: Position | null;
  /** Commands are in the log: nothing is to be found out. */
  readonly captured: boolean;
}

/**
 * Where the source notes no commands: finds out what was done to the columns of tables from how the log describes them, and puts it in
 * as a command before the change that it was first seen at.
 */
export class Relations {
  readonly #init: RelationsInit;
  readonly #known = new Map<TableId, TableShape>();
  /** Tables that were as known, in the catalog itself, since the following began: what comes to be otherwise came later. */
  readonly #certain = new Set<TableId>();
  readonly #seen = new WeakSet<RelationShape>();
  #commit: Position | null = null;
  #begun = false;

  constructor(init: RelationsInit) {
    this.#init = init;
  }

  /**
   * Sections that end with a command. Each is to be applied before the next is asked for. Changes that are part of what was copied are
   * taken out, for they need not fit the tables as they are by now.
   * @throws EngineError `source.table-changed`
   */
  async *sections(events: readonly ChangeEvent[]): AsyncGenerator<readonly ChangeEvent[], void, undefined> {
    if (this.#init.captured) return yield* toCommands(events);
    if (!this.#begun) yield* await this.#begin();
    let section: ChangeEvent[] = [];
    for (const event of events) {
      if (event.kind === 'begin') this.#commit = event.commit;
      if ('relation' in event && this.#seen.has(event.relation)) {
        // As most are: two lists for each cost more than the look.
        if (!this.#isCopied(event.relation.id)) section.push(event);
        continue;
      }
      const relations = event.kind === 'truncate' ? event.relations : 'relation' in event ? [event.relation] : [];
      for (const relation of relations) {
        if (this.#seen.has(relation) || !this.#follows(relation.id)) continue;
        const looked = await settled(this.#look(relation));
        // What came before is as it was known: it is applied first.
        if ('error' in looked && section.length > 0) yield section;
        if ('error' in looked) throw looked.error;
        const { command } = looked;
        this.#seen.add(relation);
        if (command === null) continue;
        yield [...section, { kind: 'ddl', command }];
        section = [];
      }
      const left = relations.filter(({ id }) => !this.#isCopied(id));
      if (left.length === relations.length) section.push(event);
      else if (event.kind === 'truncate' && left.length > 0) section.push({ ...event, relations: left });
    }
    if (section.length > 0 || events.length === 0) yield section;
  }

  /**
   * Looks which tables are as known. Those that wait for their rows are taken as they are now, in a transaction of their own: nothing of
   * the log need come before they can be read.
   */
  async #begin(): Promise<readonly (readonly ChangeEvent[])[]> {
    const { source, tables, loaded, checkpoint } = this.#init;
    const all = [...tables.values()].filter(({ shape }) => shape !== undefined);
    const found = all.length === 0 ? new Map<TableId, TableShape>() : await source.tableShapes(all.map((table) => table.source));
    const commands: DdlCommand[] = [];
    for (const { id, shape, source: table, stopped } of all) {
      const now = found.get(id);
      if (shape === undefined || now === undefined) continue;
      if (isSame(shape, now)) {
        this.#certain.add(id);
        this.#known.set(id, now);
      } else if (!loaded.has(id) && stopped === undefined && checkpoint !== null) {
        const command = await this.#infer(id, { id, table, columns: [], types: [], identity: [] });
        if (command !== null) commands.push(command);
      }
    }
    this.#begun = true;
    if (checkpoint === null || commands.length === 0) return [];
    const at = Date.now();
    const last = commands.length - 1;
    return commands.map((command, index): readonly ChangeEvent[] => [
      ...(index === 0 ? [{ kind: 'begin', at, commit: checkpoint } as const] : []),
      { kind: 'ddl', command },
      ...(index === last ? [{ kind: 'commit', end: checkpoint, at } as const] : []),
    ]);
  }

  /** What is told of it is part of its rows, which were, or are to be, copied; what a person is waited for about is counted elsewhere. */
  #isCopied(id: TableId): boolean {
    const table = this.#init.tables.get(id);
    return table !== undefined && table.stopped === undefined && !this.#follows(id);
  }

  /** As the batches have it. */
  #follows(id: TableId): boolean {
    const from = this.#init.loaded.get(id);
    return from !== undefined && (from === null || this.#commit === null || this.#commit >= from);
  }

  async #look(relation: RelationShape): Promise<DdlCommand | null> {
    const plan = this.#init.tables.get(relation.id);
    if (plan?.shape === undefined) return null;
    return this.#infer(relation.id, relation);
  }

  async #infer(id: TableId, relation: RelationShape): Promise<DdlCommand | null> {
    const { source, tables } = this.#init;
    const plan = tables.get(id);
    const known = this.#known.get(id) ?? plan?.shape;
    if (plan === undefined || known === undefined) return null;
    const types = await source.typesOf(relation);
    const isKnown = (name: string) => known.columns.some((column) => column.name === name);
    const now = relation.columns.every(isKnown) ? null : await source.columnsNow(relation);
    const told = relation.columns
      .map((name, index) => ({ name, type: types[index] ?? '' }))
      .filter(({ name }) => isKnown(name) || now?.get(name) !== 'computed');
    const inferred = infer({
      plan,
      known,
      certain: this.#certain.has(id),
      told,
      identity: relation.identity,
      now: await source.tableNow(plan.source),
    });
    if (inferred === 'same') return null;
    if ('refused' in inferred) throw otherColumns(relation, inferred.refused);
    if (inferred.told !== undefined) this.#known.set(id, inferred.told.shape);
    return commandOf(plan, inferred);
  }
}

async function settled(
  looking: Promise<DdlCommand | null>,
): Promise<{ readonly command: DdlCommand | null } | { readonly error: unknown }> {
  try {
    return { command: await looking };
  } catch (error) {
    return { error };
  }
}

function commandOf({ source }: TablePlan, step: TableStep): DdlCommand {
  const columns = (step.after?.columns ?? []).map(({ name, type }) => `${name} ${type}`).join(', ');
  return {
    tag: 'ALTER TABLE',
    // Nobody knows what was sent.
    text: `-- ${displayName(source)} (${columns})`,
    tables: [step],
    enums: [],
    failure: null,
  };
}

/** Rows may have been moved to another file; what was done to columns leaves a trace at them. */
function isSame(a: TableShape, b: TableShape): boolean {
  return a.relation === b.relation && a.last === b.last && JSON.stringify(a.columns) === JSON.stringify(b.columns);
}
