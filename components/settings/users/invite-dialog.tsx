'use client';

import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ApiError } from '#lib/http/client.ts';
import type { Role } from '#lib/session/role.ts';
import { settingsMessages } from '../messages.ts';
import { RoleField } from '../role-field.tsx';
import { useSentence } from '../use-sentence.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { userMessages } from './messages.ts';
import { useUserActions } from './use-users.ts';

const FORM = 'invite-user';
const START: { readonly name: string; readonly email: string; readonly role: Role } = { name: '', email: '', role: 'operator' };

/** Asks for the new user, then shows the password to hand over. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages(userMessages);
  const common = useMessages(settingsMessages);
  const sentence = useSentence();
  const { invite } = useUserActions();
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<{ readonly name: string; readonly email: string; readonly password: string } | null>(null);
  const { register, control, handleSubmit, setError, formState } = useForm({ defaultValues: START });
  const { errors, isSubmitting } = formState;
  if (made !== null) return <HandOverDialog title={m.invited(made.name)} user={made} password={made.password} onClose={onClose} />;
  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      const { password } = await invite(form);
      setMade({ name: form.name.trim(), email: form.email.trim(), password });
    } catch (error) {
      if (error instanceof ApiError && error.report.code === 'user.exists')
        setError('email', { message: sentence(error) }, { shouldFocus: true });
      else setProblem(sentence(error));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={m.inviteTitle}
      description={m.inviteText}
      locked={isSubmitting}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            {common.cancel}
          </Button>
          <Button variant="primary" type="submit" form={FORM} loading={isSubmitting}>
            {m.invite}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        <Field label={m.name} error={errors.name && m.badName}>
          <Input maxLength={100} {...register('name', { validate: (name) => name.trim() !== '' })} />
        </Field>
        <Field label={m.email} error={errors.email && (errors.email.message || m.badEmail)}>
          <Input
            type="email"
            maxLength={200}
            {...register('email', {
              pattern: /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/,
              required: true,
              setValueAs: (value: string) => value.trim(),
            })}
          />
        </Field>
        <Field label={m.role}>
          <Controller
            control={control}
            name="role"
            render={({ field }) => <RoleField label={m.role} value={field.value} onValueChange={field.onChange} />}
          />
        </Field>
      </form>
    </Dialog>
  );
}
