'use client';

import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx';
import { DefinitionList } from '#components/ui/definition-list.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { api } from '#lib/http/client.ts';
import type { Role } from '#lib/session/role.ts';
import { useSentence } from '../use-sentence.ts';
import { profileMessages } from './messages.ts';

export interface AccountCardProps {
  readonly person: { readonly name: string; readonly email: string; readonly role: Role };
}

export function AccountCard({ person }: AccountCardProps) {
  const m = useMessages(profileMessages);
  const roles = useMessages(roleMessages);
  const sentence = useSentence();
  const router = useRouter();
  const { register, handleSubmit, formState, reset } = useForm({ defaultValues: { name: person.name } });
  const { errors, isSubmitting, isDirty } = formState;
  const submit = handleSubmit(async ({ name }) => {
    try {
      await api('PATCH', '/profile', { name });
      reset({ name: name.trim() });
      toast.success(m.saved);
      // The name also stands in the sidebar.
      router.refresh();
    } catch (error) {
      toast.error(sentence(error));
    }
  });
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader title={m.account} />
        <CardBody className="flex flex-col gap-4">
          <Field label={m.name} error={errors.name && m.badName} className="sm:max-w-sm">
            {/* The value stands there before the page comes alive. */}
            <Input
              autoComplete="name"
              defaultValue={person.name}
              maxLength={100}
              {...register('name', { validate: (name) => name.trim() !== '' })}
            />
          </Field>
          <DefinitionList
            items={[
              { label: m.email, value: person.email },
              {
                label: m.role,
                value: (
                  <>
                    {roles.names[person.role]}
                    <span className="block text-muted text-xs">{roles.about[person.role]}</span>
                  </>
                ),
              },
            ]}
          />
        </CardBody>
        <CardFooter>
          <Button type="submit" variant="primary" loading={isSubmitting} disabled={!isDirty}>
            {m.save}
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
