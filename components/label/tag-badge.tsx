'use client';

import { cn } from '#components/class-names.ts';
import type { TagColour } from '#lib/label/colour.ts';
import type { TagView } from '#lib/label/view.ts';
import { useLabelName } from './use-label-name.ts';

export const TAG_DOT: Readonly<Record<TagColour, string>> = {
  grey: 'bg-subtle',
  red: 'bg-danger',
  amber: 'bg-warning-mark',
  green: 'bg-success',
  teal: 'bg-accent',
  blue: 'bg-info',
  violet: 'bg-chart-4',
};

export interface TagBadgeProps {
  readonly tag: Pick<TagView, 'id' | 'name' | 'builtIn' | 'colour'>;
  readonly className?: string | undefined;
}

/** An environment tag: its colour as a dot, and always its word. */
export function TagBadge({ tag, className }: TagBadgeProps) {
  const name = useLabelName()(tag);
  return (
    <span
      title={name}
      className={cn('inline-flex h-5 min-w-0 max-w-full items-center gap-1.5 rounded-sm border px-1.5 font-medium text-2xs', className)}
    >
      <span aria-hidden className={cn('size-1.5 shrink-0 rounded-full', TAG_DOT[tag.colour])} />
      <span className="truncate">{name}</span>
    </span>
  );
}
