'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { DraftContext, type DraftValue } from '#components/wizard/draft.tsx';
import { contentsKey, type Held } from '#components/wizard/objects/browse.ts';
import { contentsOf } from '#engine/plan/select.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskView } from '#lib/task/view.ts';
import { type ContentsOf, keepFollowed } from './difference.ts';

/** Holds another selection of a running task's objects for the lists of the wizard. Nothing of it is stored before it is applied. */
export function RunningDraft({ task, children }: { readonly task: TaskView; readonly children: ReactNode }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(task.config);
  const { source, objects } = task.config;
  const change = useCallback(
    (edit: (draft: DraftConfig) => DraftConfig): void => {
      // What was not read was not shown either, so nothing of it can have been chosen.
      const contents: ContentsOf = (schema) => {
        const held = client.getQueryData<Held>(contentsKey(task.id, source, schema));
        return held === undefined ? undefined : contentsOf(held.tables, held.objects);
      };
      setDraft((before) => {
        const next = edit(before);
        return next === before ? before : { ...before, objects: keepFollowed(objects, next.objects, contents) };
      });
    },
    [client, task.id, source, objects],
  );
  const value = useMemo(
    (): DraftValue => ({
      task,
      draft,
      change,
      saving: { state: 'saved' },
      changed: null,
      flush: nothing,
      reload: nothing,
      revision: () => task.revision,
    }),
    [task, draft, change],
  );
  return <DraftContext value={value}>{children}</DraftContext>;
}

const nothing = async (): Promise<void> => {};
