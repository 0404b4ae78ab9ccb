'use client';

import { RadioGroup } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field, useFieldLabelId } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Text } from '#engine/text.ts';
import { ApiError, api, explain } from '#lib/http/client.ts';
import { TAG_COLOURS, type TagColour } from '#lib/label/colour.ts';
import { LABEL_PATH, type Label, type LabelKind } from './kinds.ts';
import { labelMessages } from './messages.ts';
import { labelSettingsMessages } from './settings-messages.ts';
import { TAG_DOT, TagBadge } from './tag-badge.tsx';
import { useLabelName } from './use-label-name.ts';
import { useFreshLabels } from './use-labels.ts';

export interface LabelFormProps {
  readonly kind: LabelKind;
  /** Null: a new one. */
  readonly label: Label | null;
  readonly onClose: () => void;
}

const LONGEST = 64;

/** Makes a group or tag, or changes one; of a tag that is always there the colour alone. */
export function LabelForm({ kind, label, onClose }: LabelFormProps) {
  const common = useMessages(labelSettingsMessages);
  const m = common[kind];
  const text = useText();
  const nameOf = useLabelName();
  const refresh = useFreshLabels();
  const [name, setName] = useState(label?.name ?? '');
  const [colour, setColour] = useState<TagColour>(label !== null && 'colour' in label ? label.colour : 'teal');
  const [saving, setSaving] = useState(false);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<{ readonly message: Text; readonly hint: Text; readonly taken: boolean } | null>(null);
  const builtIn = label?.builtIn ?? false;

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (saving) return;
    if (name.trim() === '') return setMissing(true);
    setSaving(true);
    setFailure(null);
    const form = kind === 'tag' ? { name: name.trim(), colour } : { name: name.trim() };
    try {
      if (label === null) await api('POST', LABEL_PATH[kind], form);
      else await api('PUT', `${LABEL_PATH[kind]}/${encodeURIComponent(label.id)}`, form);
      toast.success(label === null ? m.created(form.name) : m.saved(builtIn ? nameOf(label) : form.name));
      await refresh();
      onClose();
    } catch (error) {
      setFailure({ ...explain(error), taken: error instanceof ApiError && error.report.code.endsWith('.name-taken') });
    } finally {
      setSaving(false);
    }
  };

  const problem = missing ? common.nameNeeded : failure?.taken === true ? text(failure.message) : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      locked={saving}
      title={label === null ? m.createTitle : m.editTitle(nameOf(label))}
      footer={
        <Button variant="primary" type="submit" form="label-form" loading={saving}>
          {label === null ? common.make : common.save}
        </Button>
      }
    >
      <form id="label-form" noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        {!builtIn && (
          <Field label={common.name} error={problem}>
            <Input
              value={name}
              maxLength={LONGEST}
              onChange={(event) => {
                setName(event.target.value);
                setMissing(false);
              }}
            />
          </Field>
        )}
        {kind === 'tag' && (
          <Field
            label={common.colour}
            action={<TagBadge tag={{ id: label?.id ?? '', name: name.trim() || common.preview, builtIn, colour }} className="max-w-40" />}
          >
            <ColourChoice value={colour} onChange={setColour} />
          </Field>
        )}
        {failure !== null && !failure.taken && (
          <Callout tone="danger" title={text(failure.message)}>
            {text(failure.hint)}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}

function ColourChoice({ value, onChange }: { readonly value: TagColour; readonly onChange: (colour: TagColour) => void }) {
  const { colours } = useMessages(labelMessages);
  const labelledBy = useFieldLabelId();
  return (
    <RadioGroup.Root
      aria-labelledby={labelledBy}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const colour = TAG_COLOURS.find((each) => each === next);
        if (colour !== undefined) onChange(colour);
      }}
      className="flex flex-wrap gap-2"
    >
      {TAG_COLOURS.map((colour) => (
        <RadioGroup.Item
          key={colour}
          value={colour}
          aria-label={colours[colour]}
          title={colours[colour]}
          className="grid size-8 place-items-center rounded-md border border-transparent hover:bg-hover data-[state=checked]:border-border-strong data-[state=checked]:bg-active"
        >
          <span aria-hidden className={cn('size-3.5 rounded-full', TAG_DOT[colour])} />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
