import type { CheckSpec, ColumnSpec, TableSpec } from '../../../schema/table.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn } from '../comment.ts';
import {
  columnDefinition,
  columnSettings,
  identityPersistence,
  inheritedNotNull,
  inheritedSettings,
  keptColumns,
  notNullName,
} from './column.ts';
import { withOptions } from './options.ts';
import { joinsLater, shapeOf, type TableShape } from './shape.ts';

export interface TableStatements {
  /** Make the table, alone. */
  readonly make: readonly string[];
  /** Make it a partition or child of its parents, which they lock. */
  readonly attach: readonly string[];
  /** Row security: only when the rows are there, for it may apply to who writes them. */
  readonly after: readonly string[];
}

export interface TableOptions {
  /** Columns chosen, generated ones included, as the source names them. */
  readonly columns: ReadonlySet<string>;
  /** The destination's `server_version_num`. */
  readonly version: number;
  /** Whether the table or one of its columns is called anew there. Default: false. */
  readonly renamed?: boolean;
}

/** The statements that make a table of the source, in the source's own names. */
export function tableStatements(spec: TableSpec, options: TableOptions): TableStatements {
  const { columns: chosen, version } = options;
  const columns = keptColumns(spec, chosen);
  const names = new Set(columns.map(({ name }) => name));
  const shape = shapeOf(spec, columns, options);
  const checks = spec.checks.filter((check) => (check.local || !shape.inherits) && check.columns.every((name) => names.has(name)));
  const name = qualified(spec);
  return {
    make: [
      createTable(spec, { columns, checks, shape }),
      ...columns.flatMap((column) => [
        ...(shape.inherits && !column.local ? inheritedSettings(column, `alter table only ${name}`, shape) : []),
        ...columnSettings(column, `alter table only ${name}`, version),
        ...identityPersistence(column, version),
      ]),
      ...(spec.replicaIdentity === 'full' || spec.replicaIdentity === 'nothing'
        ? [`alter table only ${name} replica identity ${spec.replicaIdentity}`]
        : []),
      ...commentOn(`table ${name}`, spec.comment),
      ...columns.flatMap((column) => columnComments(column, shape)),
      ...checks.flatMap((check) => commentOn(`constraint ${quote(check.name)} on ${name}`, check.comment)),
    ],
    attach: [
      ...(spec.partitionOf === null
        ? []
        : [`alter table only ${qualified(spec.partitionOf)} attach partition ${name} ${spec.partitionOf.bound}`]),
      ...(joinsLater(spec, columns) ? spec.inherits.map((parent) => `alter table only ${name} inherit ${qualified(parent)}`) : []),
    ],
    after: [
      ...(spec.rowSecurity ? [`alter table ${name} enable row level security`] : []),
      ...(spec.forceRowSecurity ? [`alter table only ${name} force row level security`] : []),
    ],
  };
}

interface Parts {
  readonly columns: readonly ColumnSpec[];
  readonly checks: readonly CheckSpec[];
  readonly shape: TableShape;
}

function createTable(spec: TableSpec, { columns, checks, shape }: Parts): string {
  const { version } = shape;
  const parts = [
    ...columns.flatMap((column) => {
      if (shape.inherits && !column.local) return inheritedNotNull(column, shape);
      const definition = columnDefinition(column, shape);
      return definition === null ? [] : [definition];
    }),
    ...checks.map((check) => `constraint ${quote(check.name)} ${check.definition}`),
  ];
  const method = version >= (spec.kind === 'partitioned' ? 170000 : 120000) ? spec.accessMethod : null;
  return [
    // A partitioned table has no storage to log; 18 refuses the word.
    `create ${spec.unlogged && spec.kind === 'table' ? 'unlogged ' : ''}table ${qualified(spec)}`,
    shape.typed ? ` of ${spec.ofType}` : '',
    // A line each: people read it, and compare it line by line.
    shape.typed && parts.length === 0 ? '' : parts.length === 0 ? ' ()' : ` (\n  ${parts.join(',\n  ')}\n)`,
    shape.inherits ? ` inherits (${spec.inherits.map(qualified).join(', ')})` : '',
    spec.partitionKey === null ? '' : ` partition by ${spec.partitionKey}`,
    method === null ? '' : ` using ${quote(method)}`,
    withOptions(spec.options, version),
  ].join('');
}

function columnComments(column: ColumnSpec, shape: TableShape): readonly string[] {
  const table = qualified(shape.table);
  const { identityOptions, notNullSpec } = column;
  const named = notNullSpec?.valid && (notNullSpec.local || !shape.inherits) ? notNullName(column, shape) : null;
  return [
    ...commentOn(`column ${table}.${quote(column.name)}`, column.comment),
    ...(identityOptions === null ? [] : commentOn(`sequence ${qualified(identityOptions)}`, identityOptions.comment)),
    ...(named === null ? [] : commentOn(`constraint ${quote(named)} on ${table}`, notNullSpec?.comment ?? null)),
  ];
}
