'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useText } from '#components/locale.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import type { TaskKind } from '#engine/task/config.ts';
import { api, explain } from '#lib/http/client.ts';

/** Makes a draft and goes to its first step. `creating` lasts until the wizard is there. */
export function useNewTask(kind: TaskKind): { readonly create: () => void; readonly creating: boolean } {
  const router = useRouter();
  const text = useText();
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: () => api<{ readonly id: string }>('POST', `/tasks?kind=${kind}`),
    onSuccess: ({ id }) => router.push(stepPath(id, 'connections')),
    onError: (error) => {
      const { message, hint } = explain(error);
      toast.error(text(message), { description: text(hint) });
    },
  });
  return { create: () => mutate(), creating: isPending || isSuccess };
}
