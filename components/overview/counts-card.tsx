'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { kindWords } from '#components/task/kind-words.ts';
import { groupOf } from '#components/task-list/arrange.ts';
import { taskListMessages } from '#components/task-list/messages.ts';
import { STATE_GROUPS } from '#components/task-list/view.ts';
import { Card } from '#components/ui/card.tsx';
import { Table, TableBody, TableHead, Td, Th } from '#components/ui/data-table.tsx';
import type { TaskKind } from '#engine/task/config.ts';
import type { StateName } from '#engine/task/state.ts';
import type { Overview } from '#lib/task/overview.ts';
import { overviewMessages } from './messages.ts';

const KINDS = ['migration', 'synchronization'] as const satisfies readonly TaskKind[];

/** How many tasks are in each state; every figure leads to them. */
export function CountsCard({ counts }: { readonly counts: Overview['counts'] }) {
  const m = useMessages(overviewMessages);
  const words = useMessages(kindWords);
  const { filters } = useMessages(taskListMessages);
  return (
    <Card aria-label={m.counts}>
      <Table aria-label={m.counts} className="min-w-[640px]">
        <TableHead>
          <tr>
            <Th>
              <span className="sr-only">{m.kind}</span>
            </Th>
            <Th numeric>{m.all}</Th>
            {STATE_GROUPS.map((group) => (
              <Th key={group} numeric>
                {filters[group]}
              </Th>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {KINDS.map((kind) => {
            const grouped = groupCounts(counts[kind]);
            const all = Object.values(grouped).reduce((sum, each) => sum + each, 0);
            return (
              <tr key={kind}>
                <Td className="font-medium">
                  <Link href={`/${kind}`} className="rounded-sm hover:text-accent-text">
                    {words[kind].list}
                  </Link>
                </Td>
                <Td numeric>
                  <Figure href={`/${kind}`} count={all} label={filters.all} kind={words[kind].list} />
                </Td>
                {STATE_GROUPS.map((group) => (
                  <Td key={group} numeric>
                    <Figure
                      href={`/${kind}?state=${group}`}
                      count={grouped[group] ?? 0}
                      label={filters[group]}
                      kind={words[kind].list}
                      alarming={group === 'failed'}
                    />
                  </Td>
                ))}
              </tr>
            );
          })}
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
  const result: Record<string, number> = {};
  for (const [state, count] of Object.entries(states) as [StateName, number][]) {
    result[groupOf(state)] = (result[groupOf(state)] ?? 0) + count;
  }
  return result;
}
