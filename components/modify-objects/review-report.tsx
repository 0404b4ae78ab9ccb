'use client';

import { CircleX, ListChecks, RotateCw } from 'lucide-react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { FindingRow } from '#components/task-status/precheck/finding-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useDraft } from '#components/wizard/draft.tsx';
import type { ObjectsPreview } from '#engine/engine.ts';
import { displayName, tableId } from '#engine/schema/table.ts';
import { isRunning } from '#engine/task/state.ts';
import { explain } from '#lib/http/client.ts';
import { AddedTables } from './added-tables.tsx';
import type { Difference } from './difference.ts';
import { modifyMessages } from './messages.ts';
import { RemovedTables } from './removed-tables.tsx';
import type { usePreview } from './use-preview.ts';

export interface ReviewReportProps {
  readonly difference: Difference;
  readonly preview: ReturnType<typeof usePreview>;
}

/** What the changes come to: what cannot be done and why, what happens, and to which tables. */
export function ReviewReport({ difference, preview }: ReviewReportProps) {
  const m = useMessages(modifyMessages);
  const text = useText();
  if (preview.isFetching) return <Waiting />;
  if (preview.isError) {
    const { message, hint } = explain(preview.error);
    return (
      <Callout tone="danger" title={m.previewFailed} action={<Button onClick={() => void preview.refetch()}>{m.again}</Button>}>
        <p>{text(message)}</p>
        <p>{text(hint)}</p>
      </Callout>
    );
  }
  if (preview.data === undefined) return <Waiting />;
  const { added, removed, refused, findings } = preview.data;
  const again = () => void preview.refetch();
  if (added.length + removed.length + refused.length === 0)
    return <EmptyState icon={<ListChecks />} title={m.nothing} text={m.nothingText} className="rounded-lg border bg-surface" />;
  return (
    <div className="flex flex-col gap-4">
      {refused.length > 0 && <Refused refused={refused} onAgain={again} />}
      {added.length + removed.length > 0 && <Happens preview={preview.data} narrowed={difference.narrowed} />}
      {findings.some(({ severity }) => severity !== 'pass') && <Findings findings={findings} onAgain={again} />}
      {added.length > 0 && <AddedTables added={added} />}
      {removed.length > 0 && <RemovedTables removed={removed} />}
    </div>
  );
}

function Waiting() {
  const m = useMessages(modifyMessages);
  return (
    <div role="status" aria-label={m.preview} className="flex flex-col gap-4">
      <Skeleton className="h-36 rounded-lg" />
      <Skeleton className="h-64 rounded-lg" />
    </div>
  );
}

/** A whole schema may be refused: beyond these the others are counted. */
const SHOWN = 50;

interface Mendable {
  /** Asks once more, when what stood in the way was mended. */
  readonly onAgain: () => void;
}

function Refused({ refused, onAgain }: Pick<ObjectsPreview, 'refused'> & Mendable) {
  const m = useMessages(modifyMessages);
  const text = useText();
  const format = useFormat();
  return (
    <Card aria-label={m.refused} className="border-danger/40">
      <CardHeader
        divided
        title={
          <span className="flex items-center gap-2">
            <CircleX aria-hidden className="size-4 text-danger" />
            {m.refused}
          </span>
        }
        description={m.refusedText}
        actions={<Again onAgain={onAgain} />}
      />
      <ul className="divide-y">
        {refused.slice(0, SHOWN).map(({ table, reason }) => (
          <li key={`${tableId(table)} ${reason.en}`} className="px-4 py-2.5 text-sm">
            <div className="font-medium [overflow-wrap:anywhere]">{displayName(table)}</div>
            <p className="mt-0.5 max-w-[80ch] text-muted [overflow-wrap:anywhere]">{text(reason)}</p>
          </li>
        ))}
        {refused.length > SHOWN && <li className="px-4 py-2.5 text-muted text-sm">{m.more(format.count(refused.length - SHOWN))}</li>}
      </ul>
    </Card>
  );
}

interface HappensProps {
  readonly preview: ObjectsPreview;
  readonly narrowed: readonly string[];
}

function Happens({ preview: { added, removed }, narrowed }: HappensProps) {
  const m = useMessages(modifyMessages);
  const format = useFormat();
  const { task } = useDraft();
  const points = [
    ...(isRunning(task.state.name) ? [] : [m.paused]),
    ...(added.length > 0 ? [m.willCopy(added.length, format.count(added.length)), m.goesOn, m.killed] : []),
    ...(removed.length > 0 ? [m.willLeave(removed.length, format.count(removed.length))] : []),
    ...(narrowed.length > 0 ? [m.narrowed(narrowed.join(m.comma))] : []),
  ];
  return (
    <Card aria-label={m.happens}>
      <CardHeader title={m.happens} />
      <ul className="flex max-w-[110ch] list-disc flex-col gap-1 pr-4 pb-3.5 pl-8 text-muted text-sm">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Card>
  );
}

function Again({ onAgain }: Mendable) {
  const m = useMessages(modifyMessages);
  return (
    <Button size="sm" onClick={onAgain}>
      <RotateCw />
      {m.reviewAgain}
    </Button>
  );
}

function Findings({ findings, onAgain }: Pick<ObjectsPreview, 'findings'> & Mendable) {
  const m = useMessages(modifyMessages);
  const shown = findings.filter(({ severity }) => severity !== 'pass');
  const worst = shown.some(({ severity }) => severity === 'fail') ? m.findingsFailed : m.findingsWarn;
  return (
    <Card aria-label={m.findings}>
      <CardHeader divided title={m.findings} description={worst} actions={<Again onAgain={onAgain} />} />
      <ul className="divide-y">
        {shown.map((finding) => (
          <FindingRow key={finding.code} finding={finding} />
        ))}
      </ul>
    </Card>
  );
}
