'use client';

import { useMemo } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import { useContents } from '#components/wizard/objects/browse.ts';
import { contentsOf, isWhole } from '#engine/plan/select.ts';
import { type ContentsOf, type Difference, differenceOf } from './difference.ts';
import { modifyMessages } from './messages.ts';

/** What is changed against the running selection. */
export function useDifference(): { readonly difference: Difference; readonly contents: ContentsOf } {
  const { task, draft } = useDraft();
  const running = task.config.objects;
  const { objects } = draft;
  // Of schemas that are or were whole, only what they hold tells what comes or goes.
  const wanted = JSON.stringify(
    [...running, ...objects].filter((selection) => isWhole(selection) && isChanged(selection.schema)).map(({ schema }) => schema),
  );
  const read = useMemo(() => [...new Set(JSON.parse(wanted) as string[])], [wanted]);
  const loaded = useContents(read);
  return useMemo(() => {
    const contents: ContentsOf = (schema) => {
      const held = loaded.get(schema);
      return held?.state === 'loaded' ? contentsOf(held.tables, held.objects) : undefined;
    };
    return { difference: differenceOf(running, objects, contents), contents };
  }, [running, objects, loaded]);

  function isChanged(schema: string): boolean {
    const of = (list: typeof objects) => list.find((each) => each.schema === schema);
    return of(running) !== of(objects);
  }
}

/** `2 to add, 1 to take away`; empty where nothing is changed. */
export function useSummary(): (counts: { readonly added: number; readonly removed: number }) => string {
  const m = useMessages(modifyMessages);
  const format = useFormat();
  return ({ added, removed }) =>
    [m.added(added, format.count(added)), m.removed(removed, format.count(removed))].filter((part) => part !== '').join(m.comma);
}
