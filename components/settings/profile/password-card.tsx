'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { ApiError, api } from '#lib/http/client.ts';
import { MIN_PASSWORD } from '#lib/session/password-length.ts';
import { useSentence } from '../use-sentence.ts';
import { profileMessages } from './messages.ts';
import { SESSIONS } from './use-sessions.ts';

/** Where a refusal of the server belongs. */
const FIELD_OF: ReadonlyMap<string, 'current' | 'next'> = new Map([
  ['profile.wrong-password', 'current'],
  ['profile.same-password', 'next'],
]);

export function PasswordCard({ email }: { readonly email: string }) {
  const m = useMessages(profileMessages);
  const sentence = useSentence();
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, setError, formState, reset } = useForm({ defaultValues: { current: '', next: '' } });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      await api('POST', '/profile/password', form);
      reset();
      toast.success(m.changed);
      await client.invalidateQueries({ queryKey: SESSIONS });
    } catch (error) {
      const at = error instanceof ApiError ? FIELD_OF.get(error.report.code) : undefined;
      if (at === undefined) setProblem(sentence(error));
      else setError(at, { message: sentence(error) }, { shouldFocus: true });
    }
  });
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader title={m.password} description={m.passwordText} />
        <CardBody className="flex flex-col gap-4">
          {problem !== null && <Callout tone="danger" title={problem} />}
          {/* For password managers: whose it is. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={m.current} error={errors.current && (errors.current.message || m.badCurrent)}>
              <PasswordInput autoComplete="current-password" maxLength={256} {...register('current', { required: true })} />
            </Field>
            <Field label={m.next} hint={m.nextHint} error={errors.next && (errors.next.message || m.badNext)}>
              <PasswordInput
                autoComplete="new-password"
                maxLength={256}
                {...register('next', { minLength: MIN_PASSWORD, required: true })}
              />
            </Field>
          </div>
        </CardBody>
        <CardFooter>
          <Button type="submit" loading={isSubmitting}>
            {m.change}
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
