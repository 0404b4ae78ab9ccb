'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { StatementProgress } from '#engine/progress/progress.ts';
import { Choice } from '../choice.tsx';
import { useOpenRows } from '../use-open-rows.ts';
import { VirtualTable } from '../virtual-table.tsx';
import { structureMessages } from './messages.ts';
import { StatementRow } from './statement-row.tsx';

const WIDTHS = ['44%', '130px', '150px', '36%'] as const;
const FILTERS = ['all', 'waiting', 'done', 'failed'] as const;
type Filter = (typeof FILTERS)[number];

/** What failed comes first. */
function matching(statements: readonly StatementProgress[], search: string, filter: Filter): readonly StatementProgress[] {
  const wanted = search.trim().toLowerCase();
  const found = statements.filter(
    ({ object, state }) => (filter === 'all' || state === filter) && (wanted === '' || object.toLowerCase().includes(wanted)),
  );
  return found.toSorted((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
}

export interface StructureTabProps {
  readonly statements: readonly StatementProgress[];
  readonly stale: boolean;
}

export function StructureTab({ statements, stale }: StructureTabProps) {
  const m = useMessages(structureMessages);
  const format = useFormat();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const [filter, setFilter] = useState<Filter>('all');
  const { open, toggle } = useOpenRows();
  const rows = useMemo(() => matching(statements, wanted, filter), [statements, wanted, filter]);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-72" />
        <Choice
          label={m.filter}
          value={filter}
          onValueChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: m.filters[value] }))}
        />
        <span className="numeric ml-auto text-subtle text-xs">{m.count(format.count(rows.length), format.count(statements.length))}</span>
      </div>
      <Card className={cn('transition-opacity', stale && 'opacity-50')}>
        <VirtualTable
          label={m.label}
          rows={rows}
          rowKey={(statement) => statement.id}
          rowHeight={40}
          widths={WIDTHS}
          minWidth="min-w-[760px]"
          className="max-h-[620px]"
          empty={statements.length === 0 ? m.none : m.noMatch}
          head={
            <>
              <Th>{m.columns.object}</Th>
              <Th>{m.columns.kind}</Th>
              <Th>{m.columns.when}</Th>
              <Th>{m.columns.state}</Th>
            </>
          }
          renderRow={(statement) => <StatementRow statement={statement} open={open.has(statement.id)} onToggle={toggle} />}
        />
      </Card>
    </>
  );
}
