'use client';

import { useMessages } from '#components/locale.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { TableMark } from './followed.ts';
import { followedMessages } from './followed-messages.ts';

const TONE: Readonly<Record<TableMark, Tone>> = { followed: 'success', added: 'accent', removed: 'danger' };

/** What becomes of a table of a running task, behind its name. */
export function TableMarkBadge({ mark }: { readonly mark: TableMark | null }) {
  const m = useMessages(followedMessages);
  if (mark === null) return null;
  return (
    <span title={m.explained[mark]} className="shrink-0">
      <Badge tone={TONE[mark]}>{m.marks[mark]}</Badge>
    </span>
  );
}
