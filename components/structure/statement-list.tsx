'use client';

import { useEffect, useMemo, useRef } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Choice } from '#components/task-status/choice.tsx';
import { useOpenRows } from '#components/task-status/use-open-rows.ts';
import { Th } from '#components/ui/data-table.tsx';
import type { StructureProgress } from '#engine/progress/progress.ts';
import { stateReader, structureSearch } from '#lib/task/structure-page.ts';
import { KindFilter } from './kind-filter.tsx';
import { LineTable } from './line-table.tsx';
import { ListBar } from './list-bar.tsx';
import { structureMessages } from './messages.ts';
import { ScriptActions } from './script-actions.tsx';
import { StatementRow } from './statement-row.tsx';
import { useFilter } from './use-filter.ts';
import { type StructureOf, useStructureLines, useStructureRefresh, useStructureTotals } from './use-structure.ts';

const WIDTHS = ['60px', 'auto', '190px', '140px', '56px'] as const;
const LIVE_WIDTHS = ['60px', 'auto', '190px', '140px', '120px', '56px'] as const;
const PHASES = ['all', 'before', 'after'] as const;
const STATES = ['all', 'waiting', 'done', 'failed', 'skipped'] as const;
/** A list of what waits, say, is as old as this at most. */
const REFRESH_MS = 1_500;
const FIRST_LINES = 13;

export interface StatementListProps {
  readonly of: StructureOf;
  /** How far the task is; null before it has started. */
  readonly live: StructureProgress | null;
  readonly stale?: boolean | undefined;
}

/** The statements of a task in the order they run. */
export function StatementList({ of, live, stale }: StatementListProps) {
  const m = useMessages(structureMessages);
  const { filter, typed, type, change } = useFilter();
  const { open, toggle } = useOpenRows();
  const totals = useStructureTotals(of, 'statements').data;
  const found = useStructureLines(of, 'statements', filter);
  const stateOf = useMemo(() => (live === null ? null : stateReader(live)), [live]);
  const errors = useMemo(() => new Map(live?.failed.map(({ index, error }) => [index, error])), [live?.failed]);
  useRefreshOn(filter.state === null ? null : (live?.states ?? null), useStructureRefresh(of));
  const total = totals?.totals.statements;
  const matched = found.head.data?.matched;
  return (
    <>
      <ListBar
        shortcut
        typed={typed}
        onType={type}
        placeholder={m.search.statements}
        matched={matched}
        total={total}
        actions={<ScriptActions taskId={of.taskId} filter={filter} matched={matched} />}
      >
        <Choice
          label={m.phase}
          value={filter.phase ?? 'all'}
          onValueChange={(phase) => change({ phase: phase === 'all' ? null : phase })}
          options={PHASES.map((value) => ({ value, label: m.phases[value] }))}
        />
        {live !== null && (
          <Choice
            label={m.state}
            value={filter.state === null || filter.state === 'running' ? 'all' : filter.state}
            onValueChange={(state) => change({ state: state === 'all' ? null : state })}
            options={STATES.map((value) => ({ value, label: m.stateFilters[value] }))}
          />
        )}
      </ListBar>
      <KindFilter all={totals?.kinds} matching={found.head.data?.kinds} chosen={filter.kinds} onChange={(kinds) => change({ kinds })} />
      <LineTable
        found={found}
        label={m.listTitle.statements}
        widths={live === null ? WIDTHS : LIVE_WIDTHS}
        expected={live?.states.length ?? FIRST_LINES}
        search={structureSearch(filter)}
        stale={stale}
        empty={total === 0 ? (live === null ? m.none.statements : m.none.notPlanned) : m.noMatch}
        head={
          <>
            <Th numeric>{m.columns.order}</Th>
            <Th>{m.columns.object}</Th>
            <Th>{m.columns.kind}</Th>
            <Th>{m.columns.phase}</Th>
            {live !== null && <Th>{m.columns.state}</Th>}
            <Th>
              <span className="sr-only">{m.columns.copy}</span>
            </Th>
          </>
        }
        row={(statement) => (
          <StatementRow
            statement={statement}
            state={stateOf?.(statement.index) ?? null}
            error={errors.get(statement.index) ?? null}
            open={open.has(statement.id)}
            onToggle={toggle}
          />
        )}
      />
    </>
  );
}

/** Calls `refresh` a while after `value` changed, and not again before that; null: never. */
function useRefreshOn(value: string | null, refresh: () => Promise<void>): void {
  const known = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    const changed = value !== null && known.current !== null && known.current !== value;
    known.current = value;
    if (!changed || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void refresh().catch(() => {});
    }, REFRESH_MS);
  }, [value, refresh]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}
