'use client';

import { useCallback, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Segments } from '#components/ui/segments.tsx';
import type { TableId } from '#engine/schema/table.ts';
import type { NameCase } from '#engine/task/config.ts';
import { VirtualList } from '../virtual-list.tsx';
import { batchMessages } from './messages.ts';
import { NAME_GRID, NameLine, type NameLineActions } from './name-line.tsx';
import { defaultName, finalName, givenName, type Judged, type NameEdits, type NameRow, sourceName } from './names.ts';
import { TransformBar } from './transform-bar.tsx';

export type Status = 'all' | 'changed' | 'problems';
const SCOPES = ['tables', 'schemas', 'all'] as const;
const STATUSES = ['all', 'changed', 'problems'] as const satisfies readonly Status[];
type Scope = (typeof SCOPES)[number];

export interface NamesPaneProps {
  readonly rows: readonly NameRow[];
  readonly edits: NameEdits;
  readonly policy: NameCase;
  readonly judged: Judged;
  /** Names before the dialog was opened, where a line differs from that. */
  readonly changed: ReadonlyMap<TableId, string>;
  readonly status: Status;
  readonly onStatus: (status: Status) => void;
  readonly onType: (id: TableId, name: string) => void;
  readonly onEdits: (edits: NameEdits) => void;
}

/** All names in one grid, and what changes many of them. */
export function NamesPane({ rows, edits, policy, judged, changed, status, onStatus, onType, onEdits }: NamesPaneProps) {
  const m = useMessages(batchMessages);
  const format = useFormat();
  const [scope, setScope] = useState<Scope>('tables');
  const [search, setSearch] = useState('');
  const ids = useId();
  const scrollTo = useRef<((index: number) => void) | null>(null);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const nameOf = useCallback((row: NameRow, of: NameEdits) => finalName(row, of, policy), [policy]);
  // What is typed must not take its own line out of sight: the names searched are those of before.
  const [searched, setSearched] = useState(edits);
  const inScope = useMemo(() => rows.filter((row) => scope === 'all' || (row.table === null) === (scope === 'schemas')), [rows, scope]);
  const shown = useMemo(
    () =>
      inScope.filter((row) => {
        if (status === 'changed' && !changed.has(row.id)) return false;
        if (status === 'problems' && !judged.problems.has(row.id)) return false;
        return wanted === '' || isFound(row, wanted, finalName(row, searched, policy));
      }),
    [inScope, status, changed, judged, wanted, searched, policy],
  );
  const acts = useRef<NameLineActions>({ type: () => {}, reset: () => {}, move: () => {} });
  acts.current = {
    type: (row, name) => onType(row.id, name),
    reset: (row) => {
      const before = changed.get(row.id);
      if (before !== undefined) onType(row.id, before === defaultName(row, policy) ? '' : before);
    },
    move: (index) => {
      if (index < 0 || index >= shown.length) return;
      scrollTo.current?.(index);
      // The line may not exist before it is scrolled to.
      requestAnimationFrame(() => document.getElementById(`${ids}${index}`)?.focus());
    },
  };
  const [on] = useState<NameLineActions>(() => ({
    type: (row, name) => acts.current.type(row, name),
    reset: (row) => acts.current.reset(row),
    move: (index) => acts.current.move(index),
  }));
  const line = (index: number) => {
    const row = shown[index];
    if (row === undefined) return null;
    const problem = judged.problems.get(row.id);
    const others = problem === 'shared' ? judged.sharedWith(row) : [];
    return (
      <NameLine
        row={row}
        index={index}
        inputId={`${ids}${index}`}
        value={edits.get(row.id) ?? givenName(row, edits) ?? ''}
        fallback={defaultName(row, policy)}
        changed={changed.has(row.id)}
        before={changed.get(row.id) ?? ''}
        problem={problem}
        sharedWith={others
          .slice(0, 3)
          .map((other) => `${other.schema}.${sourceName(other)}`)
          .join(m.separator)}
        on={on}
      />
    );
  };
  const counts: Readonly<Record<Status, number | null>> = { all: null, changed: changed.size, problems: judged.problems.size };
  return (
    <>
      <TransformBar rows={shown} edits={edits} nameOf={nameOf} onApply={onEdits} />
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label={m.scope}
          value={scope}
          onValueChange={(value) => setScope(SCOPES.find((each) => each === value) ?? 'tables')}
          options={SCOPES.map((value) => ({
            value,
            label: m.scopes[value],
            face: <span className="px-1 text-xs">{m.scopes[value]}</span>,
          }))}
        />
        <Segments
          label={m.status}
          value={status}
          onValueChange={(value) => onStatus(STATUSES.find((each) => each === value) ?? 'all')}
          options={STATUSES.map((value) => ({
            value,
            label: m.statuses[value],
            face: (
              <span className="px-1 text-xs">
                {m.statuses[value]}
                {counts[value] !== null && <span className="numeric ml-1 font-normal">{format.count(counts[value])}</span>}
              </span>
            ),
          }))}
        />
        <SearchInput
          value={search}
          onValueChange={(value) => {
            setSearch(value);
            setSearched(edits);
          }}
          placeholder={m.search}
          aria-label={m.search}
          className="min-w-40 flex-1"
        />
      </div>
      <div className="flex min-h-48 flex-1 flex-col overflow-hidden rounded-md border">
        <div aria-hidden className="shrink-0 border-b bg-surface-2/60 px-1.5">
          <div className={`${NAME_GRID} h-8 font-medium text-muted text-xs`}>
            <span>{m.source}</span>
            <span>{m.destination}</span>
          </div>
        </div>
        <div className="relative min-h-0 flex-1">
          {shown.length === 0 ? (
            <p className="px-6 py-12 text-center text-muted text-sm">{m.nothing}</p>
          ) : (
            <VirtualList
              role="list"
              aria-label={m.destination}
              itemRole="listitem"
              count={shown.length}
              keyOf={(index) => shown[index]?.id ?? String(index)}
              row={line}
              scrollTo={scrollTo}
            />
          )}
        </div>
      </div>
    </>
  );
}

function isFound(row: NameRow, wanted: string, name: string): boolean {
  return `${row.schema}.${row.table ?? ''}`.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
}
