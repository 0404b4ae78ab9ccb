'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { PlaceRoute } from '#components/task/place.tsx';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import { Lag } from '#components/task-list/lag.tsx';
import { taskPath } from '#components/task-list/task-path.ts';
import { TaskProgress } from '#components/task-list/task-progress.tsx';
import { useNarrow } from '#components/task-list/use-narrow.ts';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Table, TableBody, TableHead, TableNote, TableRow, Td, Th } from '#components/ui/data-table.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { overviewMessages } from './messages.ts';

export interface RunningCardProps {
  readonly tasks: readonly TaskRow[];
  readonly count: number;
  /** What is shown may no longer be true. */
  readonly stale: boolean;
}

export function RunningCard({ tasks, count, stale }: RunningCardProps) {
  const m = useMessages(overviewMessages);
  const format = useFormat();
  const narrow = useNarrow();
  const faded = stale && 'opacity-50 transition-opacity';
  return (
    <Card aria-label={m.running}>
      <CardHeader
        title={m.running}
        actions={count > tasks.length && <span className="numeric text-muted text-sm">{m.runningAll(format.count(count))}</span>}
      />
      <Table aria-label={m.running} className={cn('table-fixed', !narrow && 'min-w-[560px]')}>
        <colgroup>
          <col />
          <col style={{ width: narrow ? '150px' : '20%' }} />
          {!narrow && <col style={{ width: '16%' }} />}
          <col style={{ width: narrow ? '72px' : '12%' }} />
          {!narrow && <col style={{ width: '14%' }} />}
        </colgroup>
        <TableHead>
          <tr>
            <Th>{m.columns.task}</Th>
            <Th>{m.columns.state}</Th>
            {!narrow && <Th>{m.columns.progress}</Th>}
            <Th numeric>{m.columns.lag}</Th>
            {!narrow && <Th numeric>{m.columns.rate}</Th>}
          </tr>
        </TableHead>
        <TableBody>
          {tasks.length === 0 && <TableNote columns={narrow ? 3 : 5}>{m.noneRunning}</TableNote>}
          {tasks.map((task) => (
            <TableRow key={task.id} interactive>
              <Td className="h-12">
                <Link href={taskPath(task)} className="block truncate rounded-sm font-medium hover:text-accent-text" title={task.name}>
                  {task.name}
                </Link>
                <PlaceRoute source={task.source} destination={task.destination} className="text-muted text-xs" />
              </Td>
              <Td className={cn(faded)}>
                <TaskStatePill bare state={task.state.name} kind={task.kind} />
              </Td>
              {!narrow && (
                <Td className={cn(faded)}>
                  <TaskProgress row={task} />
                </Td>
              )}
              <Td numeric className={cn(faded)}>
                <Lag ms={task.lagMs} />
              </Td>
              {!narrow && (
                <Td numeric className={cn(faded)}>
                  {format.rate(task.rate)}
                </Td>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
