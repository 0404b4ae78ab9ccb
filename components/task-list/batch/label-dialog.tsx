'use client';

import { useState } from 'react';
import { labelMessages } from '#components/label/messages.ts';
import { TagBadge } from '#components/label/tag-badge.tsx';
import { useLabelName } from '#components/label/use-label-name.ts';
import { useFreshLabels } from '#components/label/use-labels.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Text } from '#engine/text.ts';
import { api, explain } from '#lib/http/client.ts';
import type { Labels } from '#lib/label/view.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { taskListMessages } from '../messages.ts';
import { batchMessages } from './messages.ts';

export interface LabelDialogProps {
  readonly tasks: readonly TaskRow[];
  readonly labels: Labels;
  readonly onClose: () => void;
}

/** Ids are never so short. */
const KEEP = '=';
const NONE = '-';

/** Gives one task or many a tag and a group. What all of them share stands there; where they differ nothing is chosen. */
export function LabelDialog({ tasks, labels, onClose }: LabelDialogProps) {
  const m = useMessages(batchMessages);
  const list = useMessages(taskListMessages);
  const words = useMessages(labelMessages);
  const format = useFormat();
  const text = useText();
  const nameOf = useLabelName();
  const refresh = useFreshLabels();
  const [group, setGroup] = useState(shared(tasks.map((task) => task.group)));
  const [tag, setTag] = useState(shared(tasks.map((task) => task.tag ?? NONE)));
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<{ readonly message: Text; readonly hint: Text } | null>(null);
  const many = tasks.length > 1;
  const keep = many ? [{ value: KEEP, label: <span className="text-muted">{m.unchanged}</span> }] : [];

  const save = async (): Promise<void> => {
    setSaving(true);
    setFailure(null);
    const change = { ...(group === KEEP ? {} : { group }), ...(tag === KEEP ? {} : { tag: tag === NONE ? null : tag }) };
    try {
      await api('PUT', '/tasks/batch/labels', { ids: tasks.map(({ id }) => id), ...change });
      void refresh();
      onClose();
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      locked={saving}
      title={m.labelTitle(many ? list.count(format.count(tasks.length), format.count(tasks.length)) : (tasks[0]?.name ?? ''))}
      description={m.labelText}
      footer={
        <>
          <Button disabled={saving} onClick={onClose}>
            {m.cancel}
          </Button>
          <Button variant="primary" loading={saving} onClick={() => void save()}>
            {m.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={words.tag} hint={words.tagHint}>
          <Select
            value={tag}
            onValueChange={setTag}
            options={[
              ...keep,
              { value: NONE, label: <span className="text-muted">{words.noTag}</span> },
              ...labels.tags.map((each) => ({ value: each.id, label: <TagBadge tag={each} /> })),
            ]}
          />
        </Field>
        <Field label={words.group} hint={words.groupHint}>
          <Select
            value={group}
            onValueChange={setGroup}
            options={[...keep, ...labels.groups.map((each) => ({ value: each.id, label: nameOf(each) }))]}
          />
        </Field>
        {failure !== null && (
          <Callout tone="danger" title={text(failure.message)}>
            {text(failure.hint)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}

function shared(values: readonly string[]): string {
  const [first = KEEP] = values;
  return values.every((value) => value === first) ? first : KEEP;
}
