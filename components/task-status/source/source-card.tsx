'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import type { SlotHealth, WalLimit } from '#engine/schema/slot.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';
import { statusKey } from '../status-key.ts';
import { sourceMessages } from './messages.ts';
import { TransactionList } from './transaction-list.tsx';
import { limitOf, MEGABYTE, roomShare } from './wal-limit.ts';
import { WalLimitDialog } from './wal-limit-dialog.tsx';

export interface SourceCardProps {
  readonly task: TaskView;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly stale: boolean;
}

const TONES: Readonly<Record<NonNullable<SlotHealth['status']>, Tone>> = {
  reserved: 'success',
  extended: 'info',
  unreserved: 'warning',
  lost: 'danger',
};

/** The log that the source keeps for the task, how much more it may come to, and transactions that hold it up. */
export function SourceCard({ task, state, progress: { source, limits }, stale }: SourceCardProps) {
  const m = useMessages(sourceMessages);
  const format = useFormat();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const limit = limitOf(limits, task.config);
  const over = state.name === 'stopped' || state.name === 'finished';
  const slot = source?.slot ?? null;
  const drops = limit.dropSlot && limit.pauseMegabytes !== null;
  // As they were asked for: in other units they would not be the same figures.
  const megabytes = (value: number | null) => (value === null ? m.never : `${format.count(value)} MB`);
  return (
    <Card aria-label={m.title}>
      <CardHeader
        divided
        title={<span className="font-medium text-sm">{m.title}</span>}
        actions={
          <Reserved>
            <Button size="sm" disabled={over} onClick={() => setOpen(true)}>
              {m.change}
            </Button>
          </Reserved>
        }
      />
      <div className={cn('grid gap-x-8 gap-y-4 px-4 py-3 md:grid-cols-2', stale && 'opacity-50')}>
        <Held slot={slot} limit={limit} />
        <dl className="min-w-0 text-sm">
          <Row label={m.slot}>
            <span className="font-mono text-xs [overflow-wrap:anywhere]">
              {slot?.name ?? (source === null || source.heartbeat === null ? '–' : m.gone)}
            </span>
          </Row>
          <Row label={m.status}>
            {slot === null ? (
              '–'
            ) : slot.status === null ? (
              <span className="text-muted">{m.statusUnknown}</span>
            ) : (
              <Status status={slot.status} />
            )}
          </Row>
          <Row label={m.failover}>
            {slot === null ? (
              '–'
            ) : slot.failover == null ? (
              <span className="text-muted">{m.failoverUnknown}</span>
            ) : (
              m.failoverText[slot.failover ? 'kept' : 'gone']
            )}
          </Row>
          <Row label={m.heartbeat}>
            <span className={cn('[overflow-wrap:anywhere]', source?.heartbeat === 'table' && 'font-mono text-xs')}>
              {source === null || source.heartbeat === null ? '–' : m.heartbeats[source.heartbeat]}
            </span>
          </Row>
          <Row label={m.ddl}>
            {source === null || source.heartbeat === null ? '–' : source.unnoted === true ? m.ddlUnnoted : m.ddlNoted}
          </Row>
          <Row label={m.warnAt}>{megabytes(limit.warnMegabytes)}</Row>
          <Row label={drops ? m.stopAt : m.pauseAt}>
            {drops ? m.stopAndDrop(megabytes(limit.pauseMegabytes)) : megabytes(limit.pauseMegabytes)}
          </Row>
        </dl>
      </div>
      {source?.unnoted === true && (
        <div className="border-t px-4 py-3">
          <Callout title={m.unnotedTitle}>{m.unnotedText}</Callout>
        </div>
      )}
      {source !== null && source.transactions.length > 0 && (
        <div className={cn('border-t px-4 py-3', stale && 'opacity-50')}>
          <h3 className="font-medium text-sm">{m.longTitle}</h3>
          <p className="mt-0.5 mb-2 text-muted text-xs">{m.longText}</p>
          <TransactionList transactions={source.transactions} at={source.at} live={!stale} />
        </div>
      )}
      {open && (
        <WalLimitDialog
          taskId={task.id}
          limit={limit}
          onSaved={() => void client.invalidateQueries({ queryKey: statusKey(task.id) })}
          onClose={() => setOpen(false)}
        />
      )}
    </Card>
  );
}

function Held({ slot, limit }: { readonly slot: SlotHealth | null; readonly limit: WalLimit }) {
  const m = useMessages(sourceMessages);
  const format = useFormat();
  const share = slot === null ? null : roomShare(slot, limit);
  const warned = slot !== null && limit.warnMegabytes !== null && slot.heldBytes >= limit.warnMegabytes * MEGABYTE;
  const tone = slot?.status === 'lost' ? 'danger' : warned || slot?.status === 'unreserved' ? 'warning' : 'accent';
  return (
    <div className="min-w-0">
      <div className="text-muted text-xs">{m.held}</div>
      <div className={cn('numeric mt-1 font-semibold text-2xl tracking-[-0.02em]', slot === null && 'text-subtle')}>
        {slot === null ? '–' : format.bytes(slot.heldBytes)}
      </div>
      {share !== null && <ProgressBar className="mt-2 max-w-80" value={share} tone={tone} label={m.held} size="sm" />}
      <p className="mt-2 text-muted text-xs">
        {slot === null ? m.none : slot.roomBytes === null ? m.unbounded : m.ofRoom(format.bytes(Math.max(0, slot.roomBytes)))}
        {slot !== null &&
          limit.pauseMegabytes !== null &&
          `; ${(limit.dropSlot ? m.ofLastLimit : m.ofLimit)(`${format.count(limit.pauseMegabytes)} MB`)}`}
      </p>
    </div>
  );
}

function Status({ status }: { readonly status: NonNullable<SlotHealth['status']> }) {
  const m = useMessages(sourceMessages);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge tone={TONES[status]} mono>
        {status}
      </Badge>
      <span className="text-muted text-xs">{m.statusText[status]}</span>
    </span>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center gap-4 border-b py-1 last:border-b-0">
      <dt className="w-28 shrink-0 text-muted text-xs sm:w-36">{label}</dt>
      <dd className="numeric flex min-w-0 flex-1 items-center">{children}</dd>
    </div>
  );
}
