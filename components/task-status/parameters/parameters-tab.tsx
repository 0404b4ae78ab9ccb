'use client';

import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardFooter, CardHeader } from '#components/ui/card.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { api, explain } from '#lib/http/client.ts';
import type { TaskView } from '#lib/task/view.ts';
import { parameterMessages } from './messages.ts';
import { ParameterRow } from './parameter-row.tsx';
import { changesIn, isValid, parametersOf, type Typed, typedOf } from './values.ts';

export interface ParametersTabProps {
  readonly task: TaskView;
  /** Why nothing can be changed now, or null. */
  readonly refused: string | null;
}

/** What may be changed while the task goes on: values, ranges, and what a change does. */
export function ParametersTab({ task, refused }: ParametersTabProps) {
  const m = useMessages(parameterMessages);
  const text = useText();
  const format = useFormat();
  const [edit, setEdit] = useState<{ readonly from: Typed; readonly typed: Typed } | null>(null);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const destination = task.destination?.type ?? null;
  const parameters = parametersOf(task.config, destination);
  const stored = typedOf(task.config, destination);
  const typed = edit?.typed ?? null;
  // Against what was there when it was opened: what somebody else changes meanwhile is not to be changed back.
  const changes = edit === null ? {} : changesIn(edit.from, edit.typed);
  const count = Object.keys(changes).length;
  const changed = parameters.filter(({ path }) => path in changes);
  const wrong = changed.some((parameter) => !isValid(parameter, changes[parameter.path] ?? null));

  const close = () => {
    setEdit(null);
    setFailure(null);
  };
  const save = async () => {
    if (wrong || count === 0 || saving) return;
    setSaving(true);
    setFailure(null);
    try {
      const { restarted } = await api<{ readonly restarted: boolean }>(
        'PATCH',
        `/tasks/${encodeURIComponent(task.id)}/parameters`,
        changes,
      );
      toast.success(restarted ? m.savedRestarted : m.saved);
      close();
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const change = edit === null && (
    <Tooltip content={refused}>
      <Button
        aria-disabled={refused !== null}
        className={refused === null ? undefined : 'opacity-50'}
        onClick={() => refused === null && setEdit({ from: stored, typed: stored })}
      >
        <Pencil aria-hidden />
        {m.change}
      </Button>
    </Tooltip>
  );
  return (
    <Card aria-label={m.label}>
      <CardHeader title={m.label} description={refused === null ? m.text : refused} actions={change} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div
          aria-hidden
          className="hidden gap-x-6 border-t bg-surface-2/60 px-4 py-2 font-medium text-muted text-xs md:grid md:grid-cols-[minmax(0,1.5fr)_200px_150px_110px_minmax(0,0.9fr)]"
        >
          {Object.entries(m.columns).map(([name, label]) => (
            <span key={name}>{label}</span>
          ))}
        </div>
        <ul aria-label={m.label}>
          {parameters.map((parameter) => (
            <ParameterRow
              // A box keeps what was typed by itself: closing it begins it anew.
              key={`${parameter.path} ${typed === null}`}
              parameter={parameter}
              value={(typed ?? stored)[parameter.path] ?? null}
              changed={parameter.path in changes}
              disabled={saving}
              onChange={edit === null ? null : (value) => setEdit({ ...edit, typed: { ...edit.typed, [parameter.path]: value } })}
            />
          ))}
        </ul>
        {failure !== null && (
          <div className="border-t p-4">
            <Callout tone="danger" title={text(explain(failure).message)}>
              {text(explain(failure).hint)}
            </Callout>
          </div>
        )}
        {typed !== null && (
          <CardFooter className="sticky bottom-0 bg-surface-2">
            <p role="status" className="numeric mr-auto text-muted text-sm">
              {m.changed(format.count(count))}
              {changed.some(({ change }) => change === 'restart') && <span className="block text-warning text-xs">{m.restarts}</span>}
            </p>
            <Button disabled={saving} onClick={close}>
              {m.cancel}
            </Button>
            <Button type="submit" variant="primary" loading={saving} disabled={wrong || count === 0}>
              {m.save}
            </Button>
          </CardFooter>
        )}
      </form>
    </Card>
  );
}
