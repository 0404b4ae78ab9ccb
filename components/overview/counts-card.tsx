'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { kindWords } from '#components/task/kind-words.ts';
import { groupOf } from '#components/task-list/arrange.ts';
import { taskListMessages } from '#components/task-list/messages.ts';
import { useNarrow } from '#components/task-list/use-narrow.ts';
import { STATE_GROUPS } from '#components/task-list/view.ts';
import { Card } from '#components/ui/card.tsx';
import { Table, TableBody, TableHead, Td, Th } from '#components/ui/data-table.tsx';
import type { TaskKind } from '#engine/task/config.ts';
import type { StateName } from '#engine/task/state.ts';
import type { Overview } from '#lib/task/overview.ts';
import { overviewMessages } from './messages.ts';

const KINDS = ['migration', 'synchronization'] as const satisfies readonly TaskKind[];

const GROUPS = ['all', ...STATE_GROUPS] as const;

/** How many tasks are in each state; every figure leads to them. On a phone the states are below each other. */
export function CountsCard({ counts }: { readonly counts: Overview['counts'] }) {
  const m = useMessages(overviewMessages);
  const words = useMessages(kindWords);
  const { filters } = useMessages(taskListMessages);
  const narrow = useNarrow();
  const grouped = { migration: groupCounts(counts.migration), synchronization: groupCounts(counts.synchronization) };
  const list = (kind: TaskKind) => (
    <Link href={`/${kind}`} className="rounded-sm hover:text-accent-text">
      {words[kind].list}
    </Link>
  );
  const figure = (kind: TaskKind, group: (typeof GROUPS)[number]) => (
    <Td key={`${kind} ${group}`} numeric>
      <Figure
        href={group === 'all' ? `/${kind}` : `/${kind}?state=${group}`}
        count={grouped[kind][group] ?? 0}
        label={filters[group]}
        kind={words[kind].list}
        alarming={group === 'failed'}
      />
    </Td>
  );
  return (
    <Card aria-label={m.counts}>
      <Table aria-label={m.counts} className={narrow ? undefined : 'min-w-[640px]'}>
        <TableHead>
          <tr>
            <Th>
              <span className="sr-only">{narrow ? m.columns.state : m.kind}</span>
            </Th>
            {narrow
              ? KINDS.map((kind) => (
                  <Th key={kind} numeric className="whitespace-normal">
                    {list(kind)}
                  </Th>
                ))
              : GROUPS.map((group) => (
                  <Th key={group} numeric>
                    {filters[group]}
                  </Th>
                ))}
          </tr>
        </TableHead>
        <TableBody>
          {narrow
            ? GROUPS.map((group) => (
                <tr key={group}>
                  <Td className="h-9 whitespace-nowrap font-medium">{filters[group]}</Td>
                  {KINDS.map((kind) => figure(kind, group))}
                </tr>
              ))
            : KINDS.map((kind) => (
                <tr key={kind}>
                  <Td className="font-medium">{list(kind)}</Td>
                  {GROUPS.map((group) => figure(kind, group))}
                </tr>
              ))}
        </TableBody>
      </Table>
    </Card>
  );
}

interface FigureProps {
  readonly href: string;
  readonly count: number;
  readonly label: string;
  readonly kind: string;
  readonly alarming?: boolean | undefined;
}

function Figure({ href, count, label, kind, alarming = false }: FigureProps) {
  const m = useMessages(overviewMessages);
  const shown = useFormat().count(count);
  if (count === 0) return <span className="text-subtle">{shown}</span>;
  return (
    <Link
      href={href}
      aria-label={m.countOf(shown, label, kind)}
      className={cn('rounded-sm underline-offset-2 hover:underline', alarming ? 'font-medium text-danger' : 'hover:text-accent-text')}
    >
      {shown}
    </Link>
  );
}

function groupCounts(states: Overview['counts'][TaskKind]): Readonly<Record<string, number>> {
  const result: Record<string, number> = { all: 0 };
  for (const [state, count] of Object.entries(states) as [StateName, number][])
    for (const group of ['all', groupOf(state)]) result[group] = (result[group] ?? 0) + count;
  return result;
}
