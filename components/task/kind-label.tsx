'use client';

import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import type { ObjectKind } from '#engine/schema/object.ts';
import { OBJECT_KIND_ICONS, objectKindMessages } from './object-kinds.ts';

/** The kind of an object: its icon and its name. */
export function KindLabel({ kind, className }: { readonly kind: ObjectKind; readonly className?: string | undefined }) {
  const m = useMessages(objectKindMessages);
  const Icon = OBJECT_KIND_ICONS[kind];
  return (
    <span className={cn('flex min-w-0 items-center gap-1.5', className)} title={m.names[kind]}>
      <Icon aria-hidden className="size-3.5 shrink-0 text-subtle" />
      <span className="truncate">{m.names[kind]}</span>
    </span>
  );
}
