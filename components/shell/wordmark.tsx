import { cn } from '#components/class-names.ts';

/** Rows leave one table and arrive in another: three bars, handed over. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cn('size-6 shrink-0', className)}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <g className="stroke-accent-foreground" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6 8h9.5" />
        <path d="m13 5.2 3 2.8-3 2.8" />
        <path d="M18 16H8.5" strokeOpacity="0.62" />
        <path d="m11 13.2-3 2.8 3 2.8" strokeOpacity="0.62" />
      </g>
    </svg>
  );
}

export function Wordmark({ className }: { className?: string | undefined }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold text-base tracking-[-0.01em]', className)}>
      <Logo />
      <span>
        Open<span className="text-accent-text">DTS</span>
      </span>
    </span>
  );
}
