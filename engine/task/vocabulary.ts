import type { CarryInit } from '../ddl/carry.ts';
import { selectionOf } from '../plan/build.ts';
import { operationsFor } from '../plan/operations.ts';
import type { TaskConfig } from './config.ts';
import { namesOf } from './prepare.ts';

/** What a command that is carried is told of the task. */
export function vocabulary(
  config: TaskConfig,
  columnType: CarryInit['columnType'],
): Pick<CarryInit, 'columnType' | 'naming' | 'chosen' | 'operations'> {
  return {
    columnType,
    naming: (relations) => namesOf(config, { relations: relations.map((each) => ({ ...each, kind: 'table', parent: null })) }),
    chosen: (table) => selectionOf(config, table),
    operations: (table) => operationsFor(config, [table]),
  };
}
