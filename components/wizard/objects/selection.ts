'use client';

import { useState } from 'react';
import * as select from '#engine/plan/select.ts';
import type { ObjectId } from '#engine/schema/object.ts';
import { displayName, type TableName, type TableSummary } from '#engine/schema/table.ts';
import type { OtherSelection, SchemaSelection, SelectDbTable, TableSelection } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { withModel } from '../fields/model.ts';
import type { Held } from './browse.ts';
import { type Proposal, type Seed, schemaSeed } from './proposals.ts';

type Objects = readonly SchemaSelection[];

/** Settings of single tables that would be lost by selecting their schema as a whole. */
export interface Replaced {
  readonly schema: string;
  readonly tables: readonly string[];
}

/** Things of one schema, and all that it holds. */
export interface Place {
  readonly schema: string;
  readonly held: Held;
}

export interface Things {
  readonly tables: readonly TableSummary[];
  readonly others: readonly OtherSelection[];
}

/** What was proposed and not wanted, by task; it is proposed again once the page was loaded anew. */
const declinedOf = new Map<string, ReadonlySet<ObjectId>>();

/** The selected objects of the draft and everything that changes them. */
export function useSelection() {
  const { task, draft, change } = useDraft();
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const [seeds, setSeeds] = useState<readonly Seed[]>([]);
  const edit = (next: (objects: Objects) => SchemaSelection[]): void => change((before) => ({ ...before, objects: next(before.objects) }));
  const leaveOut = ({ schema, held }: Place, things: select.Things): void =>
    edit((objects) => select.leaveOut(objects, { schema, contents: select.contentsOf(held.tables, held.objects) }, things));
  const toggleSchema = (schema: string): void => {
    if (select.schemaBox(draft.objects, schema) !== 'on') setSeeds((before) => [...before, schemaSeed(schema)]);
    edit((objects) => select.toggleSchema(objects, schema));
  };

  return {
    objects: draft.objects,
    // A draft of before there was such a choice has none of it.
    eventTriggers: draft.structure?.eventTriggers ?? [],
    /** What was chosen last, until it is clear that nothing is to be proposed for it or that was answered. */
    seeds,
    settle: () => setSeeds([]),
    declined: declinedOf.get(task.id) ?? NONE,
    /** What waits for a confirmation. */
    replaced,
    answerReplaced: (confirmed: boolean) => {
      setReplaced(null);
      if (confirmed && replaced !== null) toggleSchema(replaced.schema);
    },
    toggleSchema: (schema: string) => {
      const listed = draft.objects.find((object) => object.schema === schema)?.tables ?? [];
      const tables = listed.filter(select.isEdited).map(({ name }) => displayName({ schema, name }));
      if (tables.length > 0) setReplaced({ schema, tables });
      else toggleSchema(schema);
    },
    /** Chooses things or leaves them out. */
    set: (place: Place, { tables, others }: Things, on: boolean) => {
      const { schema, held } = place;
      const along = select.partitionsBelow(held.tables, tables).map(({ name }) => name);
      const names = tables.map(({ name }) => name);
      // With a table go the triggers of its partitions.
      if (!on) return leaveOut(place, { tables: [...names, ...along], others });
      const known = new Set(along);
      edit((objects) => select.choose(objects, schema, { tables: names.filter((name) => !known.has(name)), others, along }));
      setSeeds((before) => [...before, ...seedsOf(schema, { tables, others })]);
    },
    setEventTriggers: (names: readonly string[], on: boolean) =>
      change((before) => {
        const kept = (before.structure?.eventTriggers ?? []).filter((name) => !names.includes(name));
        return { ...before, structure: { ...before.structure, eventTriggers: on ? [...kept, ...names] : kept } };
      }),
    /** Ends the proposals: some are chosen, the others not asked again. */
    answerProposals: (accepted: readonly (Proposal & { readonly along: readonly string[] })[], declined: readonly Proposal[]) => {
      setSeeds([]);
      declinedOf.set(task.id, new Set([...(declinedOf.get(task.id) ?? []), ...declined.map(({ id }) => id)]));
      edit((objects) =>
        accepted.reduce<SchemaSelection[]>(
          (chosen, item) => {
            const other = select.otherOf(item);
            return select.choose(chosen, item.schema, other === null ? { tables: [item.name], along: item.along } : { others: [other] });
          },
          [...objects],
        ),
      );
    },
    removeTable: (place: Place, name: string) => {
      const along = select.partitionsBelow(place.held.tables, [{ schema: place.schema, name }]);
      leaveOut(place, { tables: [name, ...along.map((partition) => partition.name)] });
    },
    removeOther: (place: Place, other: OtherSelection) => leaveOut(place, { others: [other] }),
    removeSchema: (schema: string) => edit((objects) => select.removeSchema(objects, schema)),
    removeAll: () => change((before) => ({ ...before, objects: [], structure: { ...before.structure, eventTriggers: [] } })),
    saveSchema: (schema: string, { as, operations }: { readonly as: string; readonly operations: SchemaSelection['operations'] }) =>
      edit((objects) => select.operateSchema(select.renameSchema(objects, schema, as), schema, operations)),
    /** Everything anew, as a batch edit leaves it. */
    setObjects: (objects: SchemaSelection[]) => edit(() => objects),
    /** How SelectDB makes a table; null: as it comes. */
    saveModel: (table: TableName, model: SelectDbTable | null) => edit((objects) => withModel(objects, table, model)),
    saveTable: ({ schema, held }: Place, edited: TableSelection) =>
      edit((objects) => select.editTable(objects, { schema, contents: select.contentsOf(held.tables, held.objects) }, edited)),
  };
}

const NONE: ReadonlySet<ObjectId> = new Set();

function seedsOf(schema: string, { tables, others }: Things): readonly Seed[] {
  return [
    ...tables.map(({ name }): Seed => ({ kind: 'table', schema, name, table: null })),
    ...others.map(({ kind, name, table }): Seed => ({ kind, schema, name, table: table === undefined ? null : { schema, name: table } })),
  ];
}

export type Selection = ReturnType<typeof useSelection>;
