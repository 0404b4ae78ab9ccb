'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { api, explain } from '#lib/http/client.ts';
import { signIn } from '#lib/session/client.ts';
import { Entrance } from './entrance.tsx';
import { sessionMessages } from './messages.ts';
import { EMAIL, NAME, NEW_PASSWORD } from './rules.ts';

export function Setup() {
  const m = useMessages(sessionMessages);
  const say = useText();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { name: '', email: '', password: '' } });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      await api('POST', '/setup', form);
      await signIn(form);
      window.location.assign('/');
    } catch (error) {
      setProblem(say(explain(error).message));
    }
  });
  return (
    <Entrance title={m.setupTitle} text={m.setupText}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        <Field label={m.name} error={errors.name && m.nameMissing}>
          <Input autoComplete="name" autoFocus maxLength={100} {...register('name', NAME)} />
        </Field>
        <Field label={m.email} error={errors.email && m.emailWrong}>
          <Input type="email" autoComplete="username" {...register('email', EMAIL)} />
        </Field>
        <Field label={m.password} hint={m.passwordHint} error={errors.password && m.passwordShort}>
          <PasswordInput autoComplete="new-password" maxLength={256} {...register('password', NEW_PASSWORD)} />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={isSubmitting} className="mt-1 w-full">
          {m.create}
        </Button>
      </form>
    </Entrance>
  );
}
