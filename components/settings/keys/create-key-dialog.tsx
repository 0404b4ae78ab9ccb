'use client';

import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useMessages } from '#components/locale.tsx';
import { useRole } from '#components/session/role.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Role } from '#lib/session/role.ts';
import { settingsMessages } from '../messages.ts';
import { RoleField } from '../role-field.tsx';
import { SecretOnce } from '../secret-once.tsx';
import { useSentence } from '../use-sentence.ts';
import { keyMessages } from './messages.ts';
import { useKeyActions } from './use-keys.ts';

const FORM = 'create-key';
const TERMS = ['30', '90', '365', 'never'] as const;
type Term = (typeof TERMS)[number];

/** Asks for the new key, then shows it. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages(keyMessages);
  const common = useMessages(settingsMessages);
  const own = useRole();
  const sentence = useSentence();
  const { create } = useKeyActions();
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const { register, control, handleSubmit, formState } = useForm<{ name: string; role: Role; term: Term }>({
    defaultValues: { name: '', role: 'viewer', term: '90' },
  });
  const { errors, isSubmitting } = formState;
  if (made !== null) return <KeyMade {...made} onClose={onClose} />;
  const submit = handleSubmit(async ({ name, role, term }) => {
    setProblem(null);
    try {
      const { key } = await create({ name, role, expiresInDays: term === 'never' ? null : Number(term) });
      setMade({ name: name.trim(), secret: key });
    } catch (error) {
      setProblem(sentence(error));
    }
  });
  const terms = TERMS.map((value) => ({
    value,
    label: value === 'never' ? m.no : value === '365' ? m.year : m.days(Number(value)),
  }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.createTitle}
      locked={isSubmitting}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            {common.cancel}
          </Button>
          <Button variant="primary" type="submit" form={FORM} loading={isSubmitting}>
            {m.create}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        <Field label={m.name} hint={m.nameHint} error={errors.name && m.badName}>
          <Input maxLength={100} {...register('name', { validate: (name) => name.trim() !== '' })} />
        </Field>
        <Field label={m.role}>
          <Controller
            control={control}
            name="role"
            render={({ field }) => <RoleField label={m.role} value={field.value} onValueChange={field.onChange} most={own} />}
          />
        </Field>
        <Field label={m.expiry} className="sm:w-56">
          <Controller
            control={control}
            name="term"
            render={({ field }) => <Select value={field.value} onValueChange={field.onChange} options={terms} />}
          />
        </Field>
      </form>
    </Dialog>
  );
}

function KeyMade({ name, secret, onClose }: { readonly name: string; readonly secret: string; readonly onClose: () => void }) {
  const m = useMessages(keyMessages);
  const common = useMessages(settingsMessages);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.made(name)}
      footer={
        <Button variant="primary" onClick={onClose}>
          {common.done}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <SecretOnce label={m.key} value={secret} note={m.keyNote} />
        <div>
          <div className="mb-1.5 font-medium text-sm">{m.example}</div>
          <CodeBlock language="text" code={`curl -H "Authorization: Bearer ${secret}" ${window.location.origin}/api/v1/tasks`} />
        </div>
      </div>
    </Dialog>
  );
}
