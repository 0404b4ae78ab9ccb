import { cn } from '#components/class-names.ts';

/** Holds the place of what is loading, at its size: `<Skeleton className="h-5 w-40" />`. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <div aria-hidden className={cn('h-4 w-full animate-pulse rounded-sm bg-active', className)} />;
}
