'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useMessages } from '#components/locale.tsx';
import { placeAddress, placeTitle } from '#components/task/place.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Place } from '#lib/task/view.ts';
import { startMessages } from './messages.ts';

export interface RouteProps {
  readonly source: Place | null;
  readonly destination: Place | null;
  /** Where it is changed. */
  readonly href: string;
}

/** From where to where the data goes. */
export function Route({ source, destination, href }: RouteProps) {
  const m = useMessages(startMessages);
  return (
    <Card aria-label={m.route} className="grid items-center gap-x-4 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto]">
      <Endpoint label={m.source} place={source} />
      <ArrowRight aria-hidden className="my-2 size-4 text-subtle max-sm:rotate-90" />
      <Endpoint label={m.destination} place={destination} />
      <Link
        href={href}
        aria-label={m.changeOf(`${m.source}, ${m.destination}`)}
        className="rounded-sm text-accent-text text-sm hover:underline max-sm:mt-3"
      >
        {m.change}
      </Link>
    </Card>
  );
}

function Endpoint({ label, place }: { readonly label: string; readonly place: Place | null }) {
  const m = useMessages(startMessages);
  const address = place === null ? '' : `${place.user}@${placeAddress(place)}`;
  return (
    <div className="min-w-0">
      <div className="text-muted text-xs">{label}</div>
      <div className="mt-0.5 truncate font-medium text-base">{place === null ? m.unknown : placeTitle(place)}</div>
      <div className="mt-0.5 min-h-4 truncate font-mono text-muted text-xs" title={address}>
        {address}
      </div>
    </div>
  );
}
