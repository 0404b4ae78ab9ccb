'use client';

import { Cpu, Database } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { connectionMessages } from '#components/connection/messages.ts';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { placeAddress } from '#components/task/place.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { loadSummary } from '#engine/progress/summary.ts';
import { NO_START } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { formatMegabyteRate, formatTimeLeft } from '#lib/format.ts';
import type { Place, TaskView } from '#lib/task/view.ts';
import { flowOf } from './flow.ts';
import { FlowLink } from './link.tsx';
import { topologyMessages } from './messages.ts';

export interface TopologyProps {
  readonly task: TaskView;
  readonly state: TaskState;
  readonly progress: Progress;
  /** Nobody tells what happens now: the page is not live, or the task has been silent. */
  readonly old: boolean;
}

/** The way the rows take: from the source through the engine to the destination, and what passes just now. */
export function Topology({ task, state, progress, old }: TopologyProps) {
  const m = useMessages(topologyMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const flow = flowOf(progress, state, old);
  const { rows, total } = loadSummary(progress);
  const follows = task.config.types.includes('incremental');
  const rate = (
    <>
      <Amount>{format.rate(flow.rate)}</Amount>
      <Amount quiet>{formatMegabyteRate(flow.byteRate, locale)}</Amount>
    </>
  );
  const { instanceClass } = task.config.start ?? NO_START;
  const loading = state.name === 'loading';
  const behind = format.lagTime(flow.lagMs);
  // What is not followed has no lag, also when its rows are there.
  const timed = loading || !follows;
  return (
    <Card aria-label={m.title} className="px-4 py-4">
      <div className={cn('grid items-stretch gap-y-1 transition-opacity', old && 'opacity-60', COLUMNS)}>
        <Node icon={<Database />} title={m.source} place={task.source}>
          {follows ? (
            <Fact label={m.keptLog}>{format.bytes(progress.source?.slot?.heldBytes ?? null)}</Fact>
          ) : (
            <Fact label={m.tables}>{format.count(total)}</Fact>
          )}
        </Node>
        <FlowLink state={flow.links.source} label={`${m.reading}: ${m.states[flow.links.source]}`}>
          {rate}
        </FlowLink>
        <Node icon={<Cpu />} title={m.engine} name={m.engineName} detail={old ? m.old : m.here}>
          <Fact label={m.instanceClass}>{instanceClass === 'unlimited' ? m.unlimited : instanceClass}</Fact>
        </Node>
        <FlowLink state={flow.links.destination} label={`${m.writing}: ${m.states[flow.links.destination]}`}>
          <Amount className="first-letter:uppercase">{timed ? formatTimeLeft(flow.etaSeconds, locale) : behind}</Amount>
          <Amount quiet>{timed ? m.left : m.lag}</Amount>
        </FlowLink>
        <Node icon={<Database />} title={m.destination} place={task.destination}>
          <Fact label={m.copied}>{task.config.types.includes('full') ? format.rows(rows) : '–'}</Fact>
        </Node>
      </div>
    </Card>
  );
}

const COLUMNS = 'md:grid-cols-[minmax(0,1fr)_minmax(116px,0.55fr)_minmax(0,0.8fr)_minmax(116px,0.55fr)_minmax(0,1fr)]';

interface NodeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly place?: Place | null;
  readonly name?: string;
  readonly detail?: string;
  readonly children: ReactNode;
}

function Node({ icon, title, place = null, name, detail, children }: NodeProps) {
  const types = useMessages(connectionMessages).typeNames;
  const address = place === null ? undefined : placeAddress(place);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-lg border bg-surface-2/60 px-3.5 py-3">
      <div className="flex min-w-0 items-center gap-2.5">
        <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-md border bg-surface text-muted [&_svg]:size-4">
          {icon}
        </span>
        <div className="min-w-0">
          <h3 className="text-muted text-xs">{title}</h3>
          <p className="truncate font-medium text-sm" title={address}>
            {name ?? place?.connection ?? place?.host ?? '–'}
          </p>
        </div>
      </div>
      <p className="mt-2 truncate text-muted text-xs" title={address}>
        {detail ?? (place === null ? '' : `${types[place.type]} · ${place.type === 'selectdb' ? placeAddress(place) : place.database}`)}
      </p>
      <dl className="mt-auto pt-2">{children}</dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex h-7 items-center justify-between gap-3 border-t">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="numeric whitespace-nowrap text-sm">{children}</dd>
    </div>
  );
}

/** A figure in a line of its own height: one that gets longer moves nothing. */
function Amount({
  children,
  quiet = false,
  className,
}: {
  readonly children: ReactNode;
  readonly quiet?: boolean;
  readonly className?: string;
}) {
  return (
    <span className={cn('numeric block h-5 truncate leading-5', quiet ? 'text-muted text-xs' : 'font-medium text-sm', className)}>
      {children}
    </span>
  );
}
