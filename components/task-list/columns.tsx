'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { cn } from '#components/class-names.ts';
import { TagBadge } from '#components/label/tag-badge.tsx';
import { useLabelName } from '#components/label/use-label-name.ts';
import { useFormat } from '#components/locale.tsx';
import { PlaceLabel } from '#components/task/place.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { isRunning } from '#engine/task/state.ts';
import type { Labels } from '#lib/label/view.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { NameCell, StateCell } from './cells.tsx';
import { Lag } from './lag.tsx';
import { TaskProgress } from './task-progress.tsx';
import { TypeMarks } from './type-marks.tsx';
import type { ColumnId } from './view.ts';

/** What a cell needs besides its row. */
export interface CellContext {
  readonly labels: Labels;
  readonly dense: boolean;
  readonly narrow: boolean;
}

interface CellProps extends CellContext {
  readonly row: TaskRow;
}

/** Fixed, so that live values never move their neighbours. */
export const WIDTHS: Readonly<Record<ColumnId, string>> = {
  task: 'auto',
  state: '156px',
  progress: '100px',
  lag: '88px',
  rate: '104px',
  route: '152px',
  types: '96px',
  tag: '92px',
  group: '132px',
  created: '120px',
  started: '124px',
  finished: '124px',
};

/** The narrowest table in which each column still says something. */
export const MIN_WIDTHS: Readonly<Record<ColumnId, number>> = {
  task: 176,
  state: 156,
  progress: 100,
  lag: 88,
  rate: 104,
  route: 152,
  types: 96,
  tag: 92,
  group: 132,
  created: 120,
  started: 124,
  finished: 124,
};

export const NUMERIC: ReadonlySet<ColumnId> = new Set<ColumnId>(['lag', 'rate']);

const CELLS: Readonly<Record<ColumnId, (props: CellProps) => React.ReactNode>> = {
  task: NameCell,
  state: StateCell,
  progress: ({ row }) => <TaskProgress row={row} />,
  lag: LagCell,
  rate: RateCell,
  route: RouteCell,
  types: ({ row }) => <TypeMarks types={row.types} kind={row.kind} />,
  tag: TagCell,
  group: GroupCell,
  created: ({ row }) => <RelativeTime at={row.createdAt} className="text-muted text-xs" />,
  started: ({ row }) => <RelativeTime at={row.startedAt} className="text-muted text-xs" />,
  finished: ({ row }) => <RelativeTime at={row.finishedAt} className="text-muted text-xs" />,
};

const helper = createColumnHelper<TaskRow>();

/** The columns of the list, in their order; which are drawn is the table's own business. */
export function columnsFor(context: CellContext) {
  return (Object.keys(CELLS) as ColumnId[]).map((id) => {
    const Cell = CELLS[id];
    return helper.display({ id, cell: ({ row }) => <Cell row={row.original} {...context} /> });
  });
}

function LagCell({ row }: CellProps) {
  return <Lag ms={row.lagMs} />;
}

function RateCell({ row }: CellProps) {
  const format = useFormat();
  return (
    <span className={cn('numeric', row.rate === null && 'text-subtle')}>{format.rate(isRunning(row.state.name) ? row.rate : null)}</span>
  );
}

function RouteCell({ row, dense }: CellProps) {
  if (row.source === null && row.destination === null) return <span className="text-subtle">–</span>;
  return (
    <span className={cn('flex min-w-0 text-xs leading-4.5', dense ? 'gap-1' : 'flex-col')}>
      <PlaceLabel place={row.source} />
      {dense && <span className="text-subtle">→</span>}
      <PlaceLabel place={row.destination} className="text-muted" />
    </span>
  );
}

function TagCell({ row, labels }: CellProps) {
  const tag = labels.tags.find((each) => each.id === row.tag);
  return tag === undefined ? <span className="text-subtle">–</span> : <TagBadge tag={tag} />;
}

function GroupCell({ row, labels }: CellProps) {
  const nameOf = useLabelName();
  const group = labels.groups.find((each) => each.id === row.group);
  const name = group === undefined ? '–' : nameOf(group);
  return (
    <span className="block truncate text-muted text-xs" title={name}>
      {name}
    </span>
  );
}
