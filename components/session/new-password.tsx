'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { api, explain } from '#lib/http/client.ts';
import { signOut } from '#lib/session/client.ts';
import { Entrance } from './entrance.tsx';
import { sessionMessages } from './messages.ts';

/** After the first sign-in with a password that an administrator handed over. */
export function NewPassword({ email }: { readonly email: string }) {
  const m = useMessages(sessionMessages);
  const say = useText();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { current: '', next: '' } });
  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      await api('POST', '/profile/password', form);
      window.location.assign('/');
    } catch (error) {
      const { message, hint } = explain(error);
      setProblem(`${say(message)}. ${say(hint)}`);
    }
  });
  return (
    <Entrance title={m.replaceTitle} text={m.replaceText}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        {/* For password managers: whose it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field label={m.currentPassword}>
          <PasswordInput autoComplete="current-password" required autoFocus maxLength={256} {...register('current')} />
        </Field>
        <Field label={m.newPassword} hint={m.passwordHint}>
          <PasswordInput autoComplete="new-password" required minLength={8} maxLength={256} {...register('next')} />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={formState.isSubmitting} className="mt-1 w-full">
          {m.replace}
        </Button>
        <Button variant="ghost" onClick={() => void signOut()} className="w-full">
          {m.signOut}
        </Button>
      </form>
    </Entrance>
  );
}
