'use client';

import { ChevronRight, Info } from 'lucide-react';
import { useId, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { connectionMessages } from '#components/connection/messages.ts';
import { useMessages } from '#components/locale.tsx';
import type { EndpointType } from '#engine/task/config.ts';
import { limitsMessages, oracleLimits, postgresLimits, selectdbLimits, sourceLimits } from './limits-messages.ts';

export interface LimitsPanelProps {
  readonly source: EndpointType;
  readonly destination: EndpointType;
}

/** What is to be known of this pair of databases before anything is configured. Folded, it is one line. */
export function LimitsPanel({ source, destination }: LimitsPanelProps) {
  const m = useMessages(limitsMessages);
  const { typeNames } = useMessages(connectionMessages);
  const ofSource = Object.values(useMessages(sourceLimits));
  const ofPostgres = Object.values(useMessages(postgresLimits));
  const ofOracle = Object.values(useMessages(oracleLimits));
  const ofSelectdb = Object.values(useMessages(selectdbLimits));
  const ofDestination =
    destination === 'selectdb' ? ofSelectdb : destination === 'polardb-oracle' ? [...ofPostgres, ...ofOracle] : ofPostgres;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section className="rounded-lg border border-info/25 bg-info-soft">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex w-full min-w-0 items-center gap-2.5 rounded-lg px-3.5 py-2.5 text-left text-sm"
        >
          <Info aria-hidden className="size-4 shrink-0 text-info" />
          <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
            <span className="font-medium">{m.title(`${typeNames[source]} → ${typeNames[destination]}`)}</span>
            <span className="text-muted text-xs">{m.count(ofSource.length + ofDestination.length)}</span>
          </span>
          <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-muted transition-transform duration-100', open && 'rotate-90')} />
        </button>
      </h2>
      <div id={id} hidden={!open} className="grid gap-x-8 gap-y-4 border-info/25 border-t px-4 py-3.5 lg:grid-cols-2">
        <Limits title={m.source} limits={ofSource} />
        <Limits title={m.destination} limits={ofDestination} />
      </div>
    </section>
  );
}

function Limits({ title, limits }: { readonly title: string; readonly limits: readonly string[] }) {
  return (
    <div className="min-w-0">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      <ul className="mt-1.5 flex list-disc flex-col gap-1.5 pl-4 text-sm marker:text-subtle">
        {limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </div>
  );
}
