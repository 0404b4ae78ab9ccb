'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { TagBadge } from '#components/label/tag-badge.tsx';
import { useLabels } from '#components/label/use-labels.ts';
import { useFormat, useLocale, useMessages, useText } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { nameCaseMessages } from '#components/task/name-case.ts';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { NO_START, WAL_LIMIT } from '#engine/task/config.ts';
import { type ChangeThrottle, classRowsOf, streamsOf, type Throttle } from '#engine/task/limits.ts';
import { HTML_LANG } from '#lib/locale.ts';
import { isOn, switchesFor } from '../advanced/fields.ts';
import { CHANGE_THROTTLE_FIELDS, THROTTLE_FIELDS, type ThrottleField } from '../advanced/throttle.ts';
import { useDraft } from '../draft.tsx';
import { destinationType, stepPath, stepsOf, type WizardStep } from '../steps.ts';
import { startMessages } from './messages.ts';
import { summarizePrecheck, summarizeSelection } from './summary.ts';

const ORDER = ['schema', 'full', 'incremental'] as const;
const MINUTE = 60_000;
/** Between two writes of a table in SelectDB, unless something else is said. */
const RESERVOIR_MS = 5_000;

/** All that was chosen, line by line, each with the way back to it. */
export function SummaryCard() {
  const m = useMessages(startMessages);
  const { types, steps } = useKindWords();
  const format = useFormat();
  const { locale } = useLocale();
  const { task, draft } = useDraft();
  const selection = summarizeSelection(draft.objects);
  const edits = m.edited(selection.renames, selection.filters, selection.columns, selection.types);
  const cases = useMessages(nameCaseMessages);
  const words = useMessages(operationMessages);
  const text = useText();
  const { eventTriggers } = draft.structure;
  const carried = [
    ...switchesFor(draft.types).flatMap((field) => (isOn(draft, field) ? [text(field.label)] : [])),
    ...(draft.types.includes('schema') && eventTriggers.length > 0 ? [m.eventTriggers(eventTriggers.length)] : []),
  ];
  const limitsOf = (fields: readonly ThrottleField[], throttle: Partial<Throttle> | ChangeThrottle | null | undefined) => {
    const known: Partial<Throttle> = throttle ?? {};
    const limits = fields.flatMap(({ name }) => {
      const limit = known[name] ?? null;
      return limit === null ? [] : [m.limits[name](limit.toLocaleString(HTML_LANG[locale]))];
    });
    return limits.length === 0 ? <span className="text-muted">{m.noThrottle}</span> : limits.join(m.separator);
  };
  const start = draft.start ?? NO_START;
  const streams = draft.full.streams ?? streamsOf(start.instanceClass);
  const rows = classRowsOf(start.instanceClass);
  const className = start.instanceClass === 'unlimited' ? m.class.unlimited : start.instanceClass;
  const { retryConnectionMinutes = 720, retryOtherMinutes = 10 } = draft.advanced;
  const tag = useLabels()?.tags.find(({ id }) => id === task.tag);
  const { warnMegabytes, pauseMegabytes, dropSlot } = draft.incremental?.walLimit ?? WAL_LIMIT;
  const megabytes = (amount: number) => `${format.count(amount)} MB`;
  const kept = [
    ...(warnMegabytes === null ? [] : [m.wal.warns(megabytes(warnMegabytes))]),
    ...(pauseMegabytes === null ? [] : [(dropSlot ? m.wal.drops : m.wal.pauses)(megabytes(pauseMegabytes))]),
  ];
  const findings = task.state.name === 'ready' ? task.findings : null;
  const precheck = findings === null ? null : summarizePrecheck(findings);
  const line = (step: WizardStep, label: string, value: ReactNode) => (
    <Line label={label} href={stepPath(task.id, step)} link={step === 'precheck' ? m.view : m.change}>
      {value}
    </Line>
  );

  return (
    <Card>
      <CardHeader divided title={m.summary} />
      <dl className="px-4 text-sm">
        {line('connections', m.name, draft.name)}
        {draft.kind === 'synchronization' && line('objects', m.topology, m.oneWay)}
        {line(
          'objects',
          types,
          <span className="flex flex-wrap gap-1.5">
            {ORDER.filter((type) => draft.types.includes(type)).map((type) => (
              <Badge key={type} tone="accent">
                {steps[type]}
              </Badge>
            ))}
          </span>,
        )}
        {line(
          'objects',
          m.objects,
          draft.objects.length === 0 ? (
            m.nothingSelected
          ) : (
            <>
              {m.selected(selection.schemas, selection.tables, selection.others)}
              <span className="ml-2 text-muted">{draft.objects.map((object) => object.schema).join(m.separator)}</span>
            </>
          ),
        )}
        {line('objects', m.edits, edits === '' ? <span className="text-muted">{m.unedited}</span> : edits)}
        {draft.types.includes('incremental') &&
          line(
            'objects',
            words.title,
            <>
              {describeOperations(draft.operations, words, text)}
              {selection.operations > 0 && <span className="ml-2 text-muted">{m.ownOperations(selection.operations)}</span>}
            </>,
          )}
        {line('objects', m.conflict, m.conflictModes[draft.conflictMode])}
        {line('objects', m.nameCase, cases.names[draft.nameCase])}
        {line('advanced', m.tag, tag === undefined ? <span className="text-muted">{m.noTag}</span> : <TagBadge tag={tag} />)}
        {line(
          'advanced',
          m.carried,
          carried.length === 0 ? <span className="text-muted">{m.nothingCarried}</span> : carried.join(m.separator),
        )}
        {draft.types.includes('full') && line('advanced', m.throttle, limitsOf(THROTTLE_FIELDS, draft.full.throttle))}
        {draft.types.includes('incremental') &&
          line('advanced', m.changeThrottle, limitsOf(CHANGE_THROTTLE_FIELDS, draft.incremental?.throttle))}
        {draft.types.includes('incremental') &&
          line('advanced', m.wal.title, kept.length === 0 ? <span className="text-muted">{m.wal.none}</span> : kept.join(m.separator))}
        {destinationType(draft, task) === 'selectdb' &&
          line(
            'advanced',
            m.selectdb,
            m.selectdbOf(format.duration(draft.selectdb?.reservoirMilliseconds ?? RESERVOIR_MS), draft.selectdb?.replicationNum),
          )}
        {stepsOf(draft, task).includes('fields') && line('fields', m.fields, m.designed(selection.designs))}
        {line(
          'advanced',
          m.retry,
          m.retryTimes(format.duration(retryConnectionMinutes * MINUTE), format.duration(retryOtherMinutes * MINUTE)),
        )}
        {line(
          'precheck',
          m.precheck,
          precheck === null ? (
            <span className="text-muted">{m.unchecked}</span>
          ) : (
            <span className="flex flex-wrap items-center gap-2">
              <span className="text-success">
                {m.rate(format.percent(precheck.passed / Math.max(precheck.total, 1)), precheck.passed, precheck.total)}
              </span>
              {precheck.accepted > 0 && <Badge tone="warning">{m.accepted(precheck.accepted)}</Badge>}
              <RelativeTime at={task.checkedAt} className="text-muted" />
            </span>
          ),
        )}
        <Line label={m.class.title}>
          {className}
          {draft.types.includes('full') && (
            <span className="ml-2 text-muted">{streams === null ? m.perProcessor : m.streams(streams)}</span>
          )}
          {draft.types.includes('incremental') && rows !== null && (
            <span className="ml-2 text-muted">{m.classRows(format.count(rows))}</span>
          )}
        </Line>
      </dl>
    </Card>
  );
}

function Line({
  label,
  href,
  link,
  children,
}: {
  readonly label: string;
  /** Where it is changed; without it, on this page. */
  readonly href?: string;
  readonly link?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="grid min-h-10 grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-0.5 border-b py-2.5 last:border-b-0 sm:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <dt className="text-muted">{label}</dt>
      <dd className="numeric min-w-0 [overflow-wrap:anywhere] max-sm:order-last max-sm:col-span-2">{children}</dd>
      {href !== undefined && (
        <dd>
          <Link href={href} aria-label={`${link}: ${label}`} className="rounded-sm text-accent-text hover:underline">
            {link}
          </Link>
        </dd>
      )}
    </div>
  );
}
