'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { OBJECT_KIND_ICONS, objectKindMessages } from '#components/task/object-kinds.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { OBJECT_KINDS, type ObjectKind } from '#engine/schema/object.ts';
import type { StructurePage } from '#lib/task/structure-page.ts';
import { structureMessages } from './messages.ts';

type KindCounts = StructurePage<never>['kinds'];

export interface KindFilterProps {
  /** Every kind there is: its place is kept whatever else is searched for. Absent: not known yet. */
  readonly all: KindCounts | undefined;
  /** As many as match everything else that is asked for; absent: not known yet. */
  readonly matching: KindCounts | undefined;
  readonly chosen: readonly ObjectKind[];
  readonly onChange: (kinds: readonly ObjectKind[]) => void;
}

const CHIP =
  'inline-flex h-6.5 items-center gap-1.5 rounded-full border px-2.5 text-xs transition-colors duration-100 [&_svg]:size-3 [&_svg]:text-subtle';
const LOOK = {
  on: 'border-accent/40 bg-accent-soft font-medium text-accent-text [&_svg]:text-accent-text',
  off: 'bg-surface text-muted hover:bg-hover hover:text-foreground',
} as const;

/** Chips of the kinds that occur, each with how many there are. None chosen means all. */
export function KindFilter({ all, matching, chosen, onChange }: KindFilterProps) {
  const m = useMessages(structureMessages);
  const names = useMessages(objectKindMessages);
  const format = useFormat();
  if (all === undefined) return <Waiting />;
  const kinds = OBJECT_KINDS.filter((kind) => (all[kind] ?? 0) > 0);
  if (kinds.length < 2) return null;
  return (
    <fieldset aria-label={m.kinds} className="mb-3 flex flex-wrap gap-1.5">
      <button
        type="button"
        aria-pressed={chosen.length === 0}
        onClick={() => onChange([])}
        className={cn(CHIP, chosen.length === 0 ? LOOK.on : LOOK.off)}
      >
        {m.allKinds}
      </button>
      {kinds.map((kind) => {
        const Icon = OBJECT_KIND_ICONS[kind];
        const on = chosen.includes(kind);
        const count = matching === undefined ? all[kind] : (matching[kind] ?? 0);
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((each) => each !== kind) : [...chosen, kind])}
            className={cn(CHIP, on ? LOOK.on : LOOK.off, count === 0 && !on && 'opacity-55')}
          >
            <Icon aria-hidden />
            {names.plurals[kind]}
            <span className="numeric font-normal text-2xs opacity-80">{format.count(count)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

function Waiting() {
  return (
    <div aria-hidden className="mb-3 flex gap-1.5">
      {['w-18', 'w-24', 'w-20', 'w-22', 'w-24'].map((width, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
        <Skeleton key={place} className={cn('h-6.5 rounded-full', width)} />
      ))}
    </div>
  );
}
