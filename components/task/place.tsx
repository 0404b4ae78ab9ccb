import { ArrowRight } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import type { Place } from '#lib/task/view.ts';

/** `host:port/database`, for a tooltip and for searching. Of SelectDB `host:port`: its database only holds the marks of tasks. */
export function placeAddress(place: Place): string {
  const server = `${place.host}:${place.port}`;
  return place.type === 'selectdb' ? server : `${server}/${place.database}`;
}

/** What tells it from others where there is room for a few words. */
export function placeTitle(place: Place): string {
  if (place.connection !== null) return place.connection;
  return place.type === 'selectdb' ? placeAddress(place) : place.database;
}

function placeName(place: Place): string {
  return place.connection ?? (place.type === 'selectdb' ? placeAddress(place) : place.host);
}

/** One end of a task: the connection's name or the host, then the database. */
export function PlaceLabel({ place, className }: { readonly place: Place | null; readonly className?: string | undefined }) {
  if (place === null) return <span className={cn('text-subtle', className)}>–</span>;
  return (
    <span className={cn('min-w-0 truncate', className)} title={placeAddress(place)}>
      {placeName(place)}
      {place.database !== '' && place.type !== 'selectdb' && <span className="text-subtle"> / {place.database}</span>}
    </span>
  );
}

export interface PlaceRouteProps {
  readonly source: Place | null;
  readonly destination: Place | null;
  readonly className?: string | undefined;
}

/** From where to where. */
export function PlaceRoute({ source, destination, className }: PlaceRouteProps) {
  return (
    <span className={cn('flex min-w-0 items-center gap-1.5', className)}>
      <PlaceLabel place={source} />
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-subtle" />
      <PlaceLabel place={destination} />
    </span>
  );
}
