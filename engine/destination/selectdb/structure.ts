import type { Choice } from '../../plan/choose.ts';
import type { Statement, TablePlan } from '../../plan/plan.ts';
import { type LeftOut, type ObjectName, objectId, objectLabel, type Refusal, type SchemaObject } from '../../schema/object.ts';
import { type TableId, type TableSpec, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import type { StructureInput, StructureWriter } from '../destination.ts';
import type { Remark } from '../remark.ts';
import { createDatabase, createTable } from './ddl.ts';
import { remarksOf } from './remarks.ts';

const ONLY_TABLES = {
  reason: 'unsupported',
  cause: text(
    'SelectDB is given tables and their rows; nothing else of a PostgreSQL database has a counterpart there',
    'SelectDB 仅接收表及其数据，该对象在 SelectDB 中没有对应物',
  ),
  fix: text(
    'Nothing needs to be done for the rows. Build what queries need (views, for example) in SelectDB by hand.',
    '不影响数据迁移。如查询需要（例如视图），请在 SelectDB 中手动创建。',
  ),
} as const;

/** Writes the source's tables as SelectDB takes them: a schema becomes a database, a table one of the unique or duplicate model. */
export function createSelectDbWriter(input: StructureInput): StructureWriter {
  return new SelectDbWriter(input);
}

class SelectDbWriter implements StructureWriter {
  readonly #input: StructureInput;
  readonly #specs: ReadonlyMap<TableId, TableSpec>;
  readonly #plans: ReadonlyMap<TableId, TablePlan>;
  readonly #databases: ReadonlySet<string>;

  constructor(input: StructureInput) {
    this.#input = input;
    this.#specs = new Map(input.catalog.tables.map((spec) => [tableId(spec), spec]));
    this.#plans = new Map(input.tables.map((table) => [table.id, table]));
    this.#databases = new Set(input.there.objects.filter(({ kind }) => kind === 'schema').map(({ name }) => name));
  }

  place(object: ObjectName): ObjectName {
    const { names } = this.#input;
    if (object.kind === 'schema') return { ...object, name: names.schema(object.name) };
    if (object.kind === 'table' && object.schema !== null) {
      return { ...object, ...names.relation({ schema: object.schema, name: object.name }) };
    }
    return object;
  }

  present(object: SchemaObject): boolean {
    return object.kind === 'schema' && this.#databases.has(this.#input.names.schema(object.name));
  }

  refuses(object: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    if (object.kind === 'schema') return null;
    const refused = object.kind === 'table' ? this.#plan(object)?.model?.refused : undefined;
    if (refused !== undefined) return { reason: 'unsupported', ...refused };
    return object.kind === 'table' ? null : ONLY_TABLES;
  }

  statements({ chosen }: Choice, tables: readonly TablePlan[]): readonly Statement[] {
    const plans = new Map(tables.map((table) => [table.id, table]));
    const made = new Set(chosen.map(({ id }) => id));
    return chosen.flatMap((object): readonly Statement[] => {
      const sql = this.#sql(object, plans);
      if (sql === null) return [];
      const table = object.kind === 'table' ? idOf(object) : null;
      return [
        {
          id: object.id,
          phase: 'before',
          kind: object.kind,
          part: 'make',
          object: objectLabel(this.place(object)),
          objectId: object.id,
          table,
          sql,
          requires: object.requires.filter((id) => made.has(id)),
          locks: [],
        },
      ];
    });
  }

  ddl(object: SchemaObject): string {
    const sql = this.#sql(object, this.#plans);
    return sql === null ? '' : `${sql};`;
  }

  /** Bodies of functions stay behind. */
  opaque() {
    return [];
  }

  remarks(tables: readonly TablePlan[]): readonly Remark[] {
    return tables.flatMap((table) => {
      const spec = this.#specs.get(table.id);
      return spec === undefined ? [] : remarksOf(table, spec);
    });
  }

  #plan(object: ObjectName): TablePlan | undefined {
    return this.#plans.get(idOf(object));
  }

  #sql(object: SchemaObject, plans: ReadonlyMap<TableId, TablePlan>): string | null {
    if (object.kind === 'schema') return createDatabase(this.#input.names.schema(object.name));
    const table = object.kind === 'table' ? plans.get(idOf(object)) : undefined;
    const spec = this.#specs.get(idOf(object));
    if (table?.model === undefined || spec === undefined) return null;
    return createTable({ table, model: table.model, spec, replicas: this.#input.replicas });
  }
}

function idOf({ schema, name }: ObjectName): TableId {
  return tableId({ schema: schema ?? '', name });
}

/** A database as an object of its own, for what is there already. */
export function databaseObject(name: string): SchemaObject {
  const place = { kind: 'schema', schema: null, name, table: null } as const;
  return {
    ...place,
    id: objectId(place),
    columns: [],
    phase: 'before',
    sql: [createDatabase(name)],
    later: [],
    laterRequires: [],
    standIn: [],
    requires: [],
    reads: [],
    ownership: [],
    grants: [],
    roles: [],
    grantees: [],
    needs: [],
    refused: null,
    opaque: null,
  };
}
