import type { CarryInit } from '../ddl/carry.ts';
import { specOf } from '../ddl/table-spec.ts';
import type { Destination } from '../destination/destination.ts';
import { modelOf, selectionOf } from '../plan/build.ts';
import type { NameMap } from '../plan/names.ts';
import { operationsFor } from '../plan/operations.ts';
import type { TaskConfig } from './config.ts';
import { namesOf } from './prepare.ts';

/** What a command that is carried is told of the task. */
export function vocabulary(
  config: TaskConfig,
  destination: Pick<Destination, 'columnType' | 'shape'>,
  names: () => NameMap,
): Pick<CarryInit, 'columnType' | 'shape' | 'naming' | 'chosen' | 'operations'> {
  const shape = destination.shape?.bind(destination);
  return {
    columnType: (type) => destination.columnType(type, names()),
    ...(shape === undefined ? {} : { shape: (table, structure) => shape(table, specOf(structure), modelFor(config, table.source), null) }),
    naming: (relations) => namesOf(config, { relations: relations.map((each) => ({ ...each, kind: 'table', parent: null })) }),
    chosen: (table) => selectionOf(config, table),
    operations: (table) => operationsFor(config, [table]),
  };
}

/** What the task says of how a table is made, which may have come since. */
function modelFor(config: TaskConfig, table: { readonly schema: string; readonly name: string }) {
  const selection = selectionOf(config, table);
  return (selection === null || selection === 'whole' ? undefined : selection.selectdb) ?? modelOf(config, table);
}
