'use client';

import { useState } from 'react';
import * as select from '#engine/plan/select.ts';
import { displayName, type TableSummary } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';

type Objects = readonly SchemaSelection[];

/** Settings of single tables that would be lost by selecting their schema as a whole. */
export interface Replaced {
  readonly schema: string;
  readonly tables: readonly string[];
}

/** The selected objects of the draft and everything that changes them. */
export function useSelection() {
  const { draft, change } = useDraft();
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const edit = (next: (objects: Objects) => SchemaSelection[]): void => change((before) => ({ ...before, objects: next(before.objects) }));

  return {
    objects: draft.objects,
    /** What waits for a confirmation. */
    replaced,
    answerReplaced: (confirmed: boolean) => {
      setReplaced(null);
      if (confirmed && replaced !== null) edit((objects) => select.toggleSchema(objects, replaced.schema));
    },
    toggleSchema: (schema: string) => {
      const listed = draft.objects.find((object) => object.schema === schema)?.tables ?? [];
      const tables = listed.filter(select.isEdited).map(({ name }) => displayName({ schema, name }));
      if (tables.length > 0) setReplaced({ schema, tables });
      else edit((objects) => select.toggleSchema(objects, schema));
    },
    /** `tables` are all tables of its schema. */
    toggleTable: (table: TableSummary, tables: readonly TableSummary[]) => {
      const { schema, name } = table;
      edit((objects) =>
        select.tableBox(objects, schema, name) === 'on'
          ? select.toggleTable(objects, { schema, table: name, tablesOfSchema: select.listedTables(tables) })
          : select.chooseTable(objects, {
              schema,
              table: name,
              partitions: select.partitionsBelow(tables, table).map((partition) => partition.name),
            }),
      );
    },
    removeTable: (schema: string, table: string, tables: readonly TableSummary[]) =>
      edit((objects) => select.toggleTable(objects, { schema, table, tablesOfSchema: select.listedTables(tables) })),
    removeSchema: (schema: string) => edit((objects) => select.removeSchema(objects, schema)),
    removeAll: () => edit(() => []),
    renameSchema: (schema: string, as: string) => edit((objects) => select.renameSchema(objects, schema, as)),
    saveTable: (schema: string, edited: TableSelection, tables: readonly TableSummary[]) =>
      edit((objects) => select.editTable(objects, { schema, tablesOfSchema: select.listedTables(tables) }, edited)),
  };
}

export type Selection = ReturnType<typeof useSelection>;
