'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { LiveMark } from '#components/task/live-mark.tsx';
import { DataTableColumns } from '#components/ui/data-table-columns.tsx';
import type { Liveness } from '#lib/live/use-event-stream.ts';
import type { BatchAction } from '#lib/task/batch-rules.ts';
import { taskListMessages } from './messages.ts';
import { type Preferences, USUAL } from './preferences.ts';
import { SelectionBar } from './selection-bar.tsx';
import { COLUMNS, FIXED } from './view.ts';

export interface ListHeadProps {
  /** Rows shown; null while they are not all there. */
  readonly count: number | null;
  readonly all: number;
  readonly selected: number;
  readonly onAction: (action: BatchAction | 'label') => void;
  readonly onClear: () => void;
  readonly liveness: Liveness;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  /** No choice of columns: there is room for one. */
  readonly narrow: boolean;
}

/** The line over the table: how many there are, or what can be done with those selected. Always as high, so that nothing jumps. */
export function ListHead({ count, all, selected, onAction, onClear, liveness, preferences, onPreferences, narrow }: ListHeadProps) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  const toggle = (id: string): void => {
    const { hidden } = preferences;
    onPreferences({ ...preferences, hidden: COLUMNS.filter((column) => hidden.includes(column) !== (column === id)) });
  };
  return (
    <div className="flex h-11 items-center justify-between gap-3 border-b pr-2 pl-3">
      {selected > 0 ? (
        <SelectionBar count={selected} onAction={onAction} onLabel={() => onAction('label')} onClear={onClear} />
      ) : (
        <p className="numeric pl-1 text-muted text-xs">{m.count(format.count(count ?? all), format.count(all))}</p>
      )}
      <div className="flex shrink-0 items-center gap-3">
        <span className={selected > 0 ? 'flex max-lg:hidden' : 'flex'}>
          <LiveMark liveness={liveness} />
        </span>
        {!narrow && (
          <DataTableColumns
            label={m.chooseColumns}
            columns={COLUMNS.map((id) => ({
              id,
              label: m.columns[id],
              visible: !preferences.hidden.includes(id),
              fixed: FIXED.has(id),
            }))}
            onToggle={toggle}
            dense={{
              label: m.dense,
              on: preferences.dense,
              onToggle: () => onPreferences({ ...preferences, dense: !preferences.dense }),
            }}
            reset={{ label: m.resetColumns, onReset: () => onPreferences(USUAL) }}
          />
        )}
      </div>
    </div>
  );
}
