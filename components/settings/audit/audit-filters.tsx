'use client';

import { X } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { DateInput } from '#components/ui/date-input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type AuditFilter, isFiltered, NO_FILTER } from './filter.ts';
import { auditMessages } from './messages.ts';
import { useActionWords } from './use-action-words.ts';
import { useAuditChoices } from './use-audit.ts';

export interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (change: Partial<AuditFilter>) => void;
}

/** A select keeps the empty value for "nothing chosen". */
const ALL = '*';

export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const m = useMessages(auditMessages);
  const { nameOf } = useActionWords();
  const { data: choices } = useAuditChoices();
  const people = choices?.people.map(({ id, name }) => ({ value: id, label: name === '' ? m.deleted : name })) ?? [];
  const actions = choices?.actions.map((action) => ({ value: action, label: nameOf(action) })) ?? [];
  const chosen = (value: string) => (value === ALL ? '' : value);
  return (
    <search aria-label={m.filters} className="mb-4 grid grid-cols-2 items-start gap-2 sm:flex sm:flex-wrap">
      <Select
        aria-label={m.person}
        className="sm:w-44"
        value={filter.person === '' ? ALL : filter.person}
        onValueChange={(person) => onChange({ person: chosen(person) })}
        options={[{ value: ALL, label: m.anybody }, ...people]}
      />
      <Select
        aria-label={m.action}
        className="sm:w-52"
        value={filter.action === '' ? ALL : filter.action}
        onValueChange={(action) => onChange({ action: chosen(action) })}
        options={[{ value: ALL, label: m.anyAction }, ...actions]}
      />
      <Select
        aria-label={m.outcome}
        className="sm:w-36"
        value={filter.outcome === '' ? ALL : filter.outcome}
        onValueChange={(outcome) => onChange({ outcome: outcome === ALL ? '' : outcome })}
        options={[
          { value: ALL, label: m.anyOutcome },
          { value: 'done', label: m.done },
          { value: 'refused', label: m.refused },
        ]}
      />
      <div className="col-span-2 grid grid-cols-2 gap-2 sm:flex sm:items-start">
        <DateInput kind="day" aria-label={m.from} value={filter.from} onValueChange={(from) => onChange({ from })} className="sm:w-36" />
        <span aria-hidden className="text-subtle leading-8 max-sm:hidden">
          –
        </span>
        <DateInput kind="day" aria-label={m.to} value={filter.to} onValueChange={(to) => onChange({ to })} className="sm:w-36" />
      </div>
      {isFiltered(filter) && (
        <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
          <X aria-hidden />
          {m.clear}
        </Button>
      )}
    </search>
  );
}
