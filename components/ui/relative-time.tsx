'use client';

import { useEffect, useState } from 'react';
import { useLocale } from '#components/locale.tsx';
import { formatDateTime, formatRelative } from '#lib/format.ts';

export interface RelativeTimeProps {
  readonly at: Date | string | number | null | undefined;
  readonly className?: string | undefined;
}

/** "5 minutes ago", kept true while it stands there; the full time on hover. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const { locale } = useLocale();
  const [now, setNow] = useState(() => Date.now());
  const time = at === null || at === undefined ? Number.NaN : new Date(at).getTime();
  const fresh = Math.abs(now - time) < 60_000;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), fresh ? 5_000 : 30_000);
    return () => clearInterval(timer);
  }, [fresh]);
  if (Number.isNaN(time)) return <span className={className}>–</span>;
  return (
    <time dateTime={new Date(time).toISOString()} title={formatDateTime(time, locale)} className={className} suppressHydrationWarning>
      {formatRelative(time, Math.max(now, Date.now()), locale)}
    </time>
  );
}
