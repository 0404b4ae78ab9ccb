'use client';

import { useQuery } from '@tanstack/react-query';
import { useDraft } from '#components/wizard/draft.tsx';
import type { ObjectsPreview } from '#engine/engine.ts';
import { api } from '#lib/http/client.ts';

/** What the changes would come to, asked of both databases anew each time the review is opened. */
export function usePreview() {
  const { task, draft, revision } = useDraft();
  const { objects } = draft;
  return useQuery({
    queryKey: ['objects-preview', task.id, objects],
    queryFn: ({ signal }) =>
      api<ObjectsPreview>('POST', `/tasks/${encodeURIComponent(task.id)}/objects/preview`, { objects, revision: revision() }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** The items whose warnings are still to be accepted. */
export function warningsOf({ findings }: ObjectsPreview): readonly string[] {
  return findings.filter(({ severity, accepted }) => severity === 'warn' && !accepted).map(({ code }) => code);
}

/** Nothing stands in the way of what was previewed; warnings are for a person to accept. */
export function isPossible({ added, removed, refused, findings }: ObjectsPreview): boolean {
  return refused.length === 0 && added.length + removed.length > 0 && findings.every(({ severity }) => severity !== 'fail');
}
