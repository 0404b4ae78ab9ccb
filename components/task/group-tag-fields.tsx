'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { labelMessages } from '#components/label/messages.ts';
import { TagBadge } from '#components/label/tag-badge.tsx';
import { useLabelName } from '#components/label/use-label-name.ts';
import { useFreshLabels, useLabels } from '#components/label/use-labels.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api, explain } from '#lib/http/client.ts';

type Part = 'group' | 'tag';

export interface GroupTagFieldsProps {
  readonly task: { readonly id: string; readonly group: string; readonly tag: string | null };
  /** Which of the two are asked for; absent: both. */
  readonly parts?: readonly Part[] | undefined;
  /** After one was saved. */
  readonly onSaved?: (() => void) | undefined;
  readonly className?: string | undefined;
}

/** Radix keeps the empty value for itself. */
const NO_TAG = '-';

/** Resource group and environment tag of one task. Each saves itself at once: they are no part of the document and can change at any time. */
export function GroupTagFields({ task, parts = ['group', 'tag'], onSaved, className }: GroupTagFieldsProps) {
  const m = useMessages(labelMessages);
  const text = useText();
  const labels = useLabels();
  const refresh = useFreshLabels();
  const nameOf = useLabelName();
  const [chosen, setChosen] = useState<{ readonly group?: string; readonly tag?: string | null }>({});
  const { group = task.group, tag = task.tag } = chosen;

  const save = async (change: { readonly group: string } | { readonly tag: string | null }): Promise<void> => {
    setChosen((before) => ({ ...before, ...change }));
    try {
      await api('PUT', '/tasks/batch/labels', { ids: [task.id], ...change });
      onSaved?.();
      void refresh();
    } catch (error) {
      const { message, hint } = explain(error);
      toast.error(text(message), { description: text(hint) });
      setChosen({});
    }
  };

  if (labels === null) return <Skeleton className="h-14 max-w-md rounded-md" />;
  const tags = [
    { value: NO_TAG, label: <span className="text-muted">{m.noTag}</span> },
    ...labels.tags.map((each) => ({ value: each.id, label: <TagBadge tag={each} /> })),
  ];
  return (
    <div className={className ?? 'grid max-w-2xl gap-4 sm:grid-cols-2'}>
      {parts.includes('group') && (
        <Field label={m.group} hint={m.groupHint}>
          <Select
            value={group}
            onValueChange={(next) => save({ group: next })}
            options={labels.groups.map((each) => ({ value: each.id, label: nameOf(each) }))}
          />
        </Field>
      )}
      {parts.includes('tag') && (
        <Field label={m.tag} optional hint={m.tagHint}>
          <Select value={tag ?? NO_TAG} onValueChange={(next) => save({ tag: next === NO_TAG ? null : next })} options={tags} />
        </Field>
      )}
    </div>
  );
}
