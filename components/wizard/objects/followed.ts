'use client';

import { createContext, useContext } from 'react';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { SelectedRow } from './selected-rows.ts';
import { canToggle, type SourceRow } from './source-rows.ts';

/** What a running task has already, where its objects are modified. */
export interface Followed {
  /** The task has the table: it can be taken away, and nothing else. */
  table(schema: string, name: string): boolean;
  /** The task has something of the schema, which therefore keeps its name and operations. */
  schema(schema: string): boolean;
  /** What is chosen beside, as a selection of its own: names can still be given to it. */
  readonly added: readonly SchemaSelection[];
  setAdded(objects: SchemaSelection[]): void;
}

/** Null where a draft is configured: nothing runs yet. */
export const FollowedContext = createContext<Followed | null>(null);

export function useFollowed(): Followed | null {
  return useContext(FollowedContext);
}

/** Whether a line's box can be pressed. Of a task that runs only tables come and go, one by one or as a group of their schema. */
export function mayToggle(row: SourceRow, followed: Followed | null): boolean {
  if (!canToggle(row)) return false;
  return followed === null || row.kind === 'table' || (row.kind === 'group' && row.of === 'table');
}

/** Whether the task has what a selected line stands for, so that nothing of it can be changed. */
export function isFollowed(row: SelectedRow, followed: Followed | null): boolean {
  if (followed === null) return false;
  if (row.kind === 'schema') return followed.schema(row.selection.schema);
  return row.kind !== 'table' || followed.table(row.schema, row.table.name);
}

export type TableMark = 'followed' | 'added' | 'removed';

/** What becomes of a table; null where nothing does, or where nothing runs yet. */
export function markOf(
  followed: Followed | null,
  table: { readonly schema: string; readonly name: string },
  on: boolean,
): TableMark | null {
  if (followed === null) return null;
  const has = followed.table(table.schema, table.name);
  if (on) return has ? 'followed' : 'added';
  return has ? 'removed' : null;
}
