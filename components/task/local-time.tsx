'use client';

import { cn } from '#components/class-names.ts';
import { useFormat } from '#components/locale.tsx';
import { useMounted } from './use-mounted.ts';

export interface LocalTimeProps {
  readonly at: number | string;
  /** The time of day alone. */
  readonly short?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A time in the reader's zone; its place is held until the zone is known. */
export function LocalTime({ at, short = false, className }: LocalTimeProps) {
  const format = useFormat();
  const mounted = useMounted();
  const full = format.dateTime(at);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      className={cn('numeric whitespace-nowrap', !mounted && 'invisible', className)}
      {...(mounted && short ? { title: full } : {})}
      suppressHydrationWarning
    >
      {mounted ? (short ? format.time(at) : full) : short ? '00:00:00' : '00-00-0000, 00:00:00'}
    </time>
  );
}
