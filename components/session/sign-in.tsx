'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { explain } from '#lib/http/client.ts';
import { signIn } from '#lib/session/client.ts';
import { Entrance } from './entrance.tsx';
import { sessionMessages } from './messages.ts';
import { GIVEN } from './rules.ts';

export function SignIn() {
  const m = useMessages(sessionMessages);
  const say = useText();
  const [problem, setProblem] = useState<{ readonly title: string; readonly hint?: string } | null>(null);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      const result = await signIn(form);
      if (result === 'signed-in') window.location.assign('/');
      else
        setProblem(
          { 'too-many': { title: m.tooMany }, disabled: { title: m.disabled }, wrong: { title: m.wrong, hint: m.forgotten } }[result],
        );
    } catch (error) {
      setProblem({ title: say(explain(error).message) });
    }
  });
  return (
    <Entrance title={m.signInTitle}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && (
          <Callout tone="danger" title={problem.title}>
            {problem.hint}
          </Callout>
        )}
        <Field label={m.email} error={errors.email && m.emailMissing}>
          <Input type="email" autoComplete="username" autoFocus {...register('email', GIVEN)} />
        </Field>
        <Field label={m.password} error={errors.password && m.passwordMissing}>
          <PasswordInput autoComplete="current-password" {...register('password', GIVEN)} />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="mt-1 w-full">
          {m.signIn}
        </Button>
      </form>
    </Entrance>
  );
}
