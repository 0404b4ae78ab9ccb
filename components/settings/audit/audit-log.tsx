'use client';

import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import type { AuditPage } from '#lib/audit-log.ts';
import { SettingsList } from '../settings-list.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { isFiltered, queryOf } from './filter.ts';
import { auditMessages } from './messages.ts';
import { useAudit, useAuditFilter } from './use-audit.ts';

/** As lib/audit-log.ts says. */
const PAGE = 50;

export interface AuditLogProps {
  /** How long a row is kept; null: for ever. */
  readonly keptDays: number | null;
}

/** The settings' page of who did what. */
export function AuditLog({ keptDays }: AuditLogProps) {
  const m = useMessages(auditMessages);
  const format = useFormat();
  const [filter, change] = useAuditFilter();
  const { data, error, isPlaceholderData, refetch } = useAudit(filter);
  return (
    <SettingsList
      description={`${m.description}${keptDays === null ? '' : m.kept(format.count(keptDays))}`}
      actions={
        <Button asChild>
          <a href={`/api/v1/audit/download${queryOf({ ...filter, page: 1 })}`} download>
            <Download aria-hidden />
            {m.download}
          </a>
        </Button>
      }
      filters={<AuditFilters filter={filter} onChange={change} />}
      error={error}
      onRetry={refetch}
      awaited={data === undefined ? 6 : undefined}
      foot={data !== undefined && data.total > 0 && <Pager data={data} onPage={(page) => change({ page })} />}
    >
      <AuditTable rows={data?.rows ?? []} stale={isPlaceholderData} note={isFiltered(filter) ? m.nothingFound : m.empty} />
    </SettingsList>
  );
}

function Pager({ data, onPage }: { readonly data: AuditPage; readonly onPage: (page: number) => void }) {
  const m = useMessages(auditMessages);
  const format = useFormat();
  const { page, pages, total, rows } = data;
  const first = (page - 1) * PAGE;
  return (
    <nav aria-label={m.pages} className="mt-3 flex flex-wrap items-center justify-between gap-3">
      <p aria-live="polite" className="numeric text-muted text-xs">
        {rows.length > 0 && m.shown(format.count(first + 1), format.count(first + rows.length), format.count(total))}
      </p>
      {(pages > 1 || page > 1) && (
        <div className="flex gap-2">
          <Button size="sm" disabled={page <= 1} onClick={() => onPage(Math.min(page - 1, pages))}>
            <ChevronLeft aria-hidden />
            {m.newer}
          </Button>
          <Button size="sm" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            {m.older}
            <ChevronRight aria-hidden />
          </Button>
        </div>
      )}
    </nav>
  );
}
