'use client';

import { type ReactNode, useMemo } from 'react';
import { useDraft } from '#components/wizard/draft.tsx';
import { type Followed, FollowedContext } from '#components/wizard/objects/followed.ts';
import { type Chosen, chosenOf } from '#engine/plan/select.ts';
import { addedOnly, type Difference, withAdded } from './difference.ts';

/** Tells the lists of the wizard what the running task has. */
export function FollowedProvider({ difference, children }: { readonly difference: Difference; readonly children: ReactNode }) {
  const { task, draft, change } = useDraft();
  const running = task.config.objects;
  const has = useMemo(() => new Map(running.map(({ schema }): [string, Chosen] => [schema, chosenOf(running, schema)])), [running]);
  const value = useMemo(
    (): Followed => ({
      table: (schema, name) => has.get(schema)?.table(name) === true,
      schema: (schema) => has.has(schema),
      added: addedOnly(difference, draft.objects),
      setAdded: (objects) => change((before) => ({ ...before, objects: withAdded(difference, before.objects, objects) })),
    }),
    [has, difference, draft.objects, change],
  );
  return <FollowedContext value={value}>{children}</FollowedContext>;
}
