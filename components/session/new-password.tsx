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
import { GIVEN, NEW_PASSWORD } from './rules.ts';

/** After the first sign-in with a password that an administrator handed over. */
export function NewPassword({ email }: { readonly email: string }) {
  const m = useMessages(sessionMessages);
  const say = useText();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { current: '', next: '' } });
  const { errors, isSubmitting } = formState;
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
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        {/* For password managers: whose it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field label={m.currentPassword} error={errors.current && m.passwordMissing}>
          <PasswordInput autoComplete="current-password" autoFocus maxLength={256} {...register('current', GIVEN)} />
        </Field>
        <Field label={m.newPassword} hint={m.passwordHint} error={errors.next && m.passwordShort}>
          <PasswordInput autoComplete="new-password" maxLength={256} {...register('next', NEW_PASSWORD)} />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="mt-1 w-full">
          {m.replace}
        </Button>
        <Button variant="ghost" onClick={() => void signOut()} className="w-full">
          {m.signOut}
        </Button>
      </form>
    </Entrance>
  );
}
