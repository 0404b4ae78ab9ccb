'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages, useText } from '#components/locale.tsx';
import { sessionMessages } from '#components/session/messages.ts';
import { GIVEN } from '#components/session/rules.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { explain, whenSignedOut } from '#lib/http/client.ts';
import { signIn } from '#lib/session/client.ts';
import { draftMessages } from './draft-messages.ts';

const FORM = 'sign-in-again';

/** Asks who is there once the session has ended, over the page with all that was edited; `onSignedIn` saves what waited. */
export function SignInAgain({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const m = useMessages(draftMessages);
  const words = useMessages(sessionMessages);
  const queries = useQueryClient();
  const say = useText();
  const [ended, setEnded] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState, reset } = useForm({ defaultValues: { email: '', password: '' } });
  useEffect(() => whenSignedOut(() => setEnded(true)), []);

  const submit = handleSubmit(async (form) => {
    setProblem(null);
    try {
      const result = await signIn(form);
      if (result !== 'signed-in') return setProblem({ 'too-many': m.tooMany, disabled: m.disabled, wrong: m.wrong }[result]);
      reset();
      setEnded(false);
      onSignedIn();
      // What was asked for meanwhile was refused.
      void queries.invalidateQueries();
    } catch (error) {
      setProblem(say(explain(error).message));
    }
  });

  return (
    <Dialog
      open={ended}
      onOpenChange={setEnded}
      title={m.endedTitle}
      description={m.endedText}
      size="sm"
      footer={
        <Button type="submit" form={FORM} variant="primary" loading={formState.isSubmitting}>
          {m.signIn}
        </Button>
      }
    >
      <form id={FORM} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem !== null && <Callout tone="danger" title={problem} />}
        <Field label={m.email} error={formState.errors.email && words.emailMissing}>
          <Input type="email" autoComplete="username" {...register('email', GIVEN)} />
        </Field>
        <Field label={m.password} error={formState.errors.password && words.passwordMissing}>
          <PasswordInput autoComplete="current-password" {...register('password', GIVEN)} />
        </Field>
      </form>
    </Dialog>
  );
}
