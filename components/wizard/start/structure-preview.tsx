'use client';

import { useMemo } from 'react';
import { useMessages } from '#components/locale.tsx';
import { StructureView } from '#components/structure/structure-view.tsx';
import { useDraft } from '../draft.tsx';
import { startMessages } from './messages.ts';

/** The DDL the task will run, read before it starts. */
export function StructurePreview() {
  const m = useMessages(startMessages);
  const { task } = useDraft();
  const of = useMemo(() => ({ taskId: task.id, version: task.updatedAt }), [task.id, task.updatedAt]);
  return (
    <section aria-labelledby="structure-preview" className="mt-2">
      <h3 id="structure-preview" className="font-semibold text-base">
        {m.structure.title}
      </h3>
      <p className="mt-0.5 mb-3 text-muted text-sm">{m.structure.text}</p>
      <StructureView of={of} live={null} />
    </section>
  );
}
