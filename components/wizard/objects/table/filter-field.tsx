'use client';

import { CircleCheck } from 'lucide-react';
import { useMemo } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { SqlEditor } from '#components/ui/sql-editor.tsx';
import { COUNT_SECONDS } from '#engine/precheck/filter.ts';
import { tableMessages } from './messages.ts';
import type { Filter } from './use-filter.ts';

export interface FilterFieldProps {
  readonly filter: Filter;
  readonly incremental: boolean;
  /** As the source estimates, or null. */
  readonly rows: number | null;
}

export function FilterField({ filter, incremental, rows }: FilterFieldProps) {
  const m = useMessages(tableMessages);
  const { steps } = useKindWords();
  const text = useText();
  const format = useFormat();
  const { verdict, where } = filter;
  const failure = verdict !== null && !verdict.ok ? verdict : null;
  const error = useMemo(
    () => (failure === null || failure.at === null ? undefined : { offset: failure.at, ...wordAt(where, failure.at) }),
    [failure, where],
  );
  const place = failure === null || failure.at === null ? '' : m.at(format.count(failure.at + 1));
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={m.filter}
        optional
        hint={m.filterHint}
        error={
          failure !== null && (
            <>
              <span className="block font-medium">
                {place}
                {text(failure.error.message)}
              </span>
              <span className="block">{text(failure.error.hint)}</span>
            </>
          )
        }
        action={
          // Button first: the line's text stays level with it when the verdict comes.
          <span className="flex h-7 flex-row-reverse items-center gap-2.5">
            <Button size="sm" loading={filter.verifying} disabled={where.trim() === ''} onClick={() => void filter.verify()}>
              {m.verify}
            </Button>
            {verdict?.ok === true && where.trim() !== '' && (
              <span role="status" className="flex items-center gap-1 text-success text-xs">
                <CircleCheck aria-hidden className="size-3.5" />
                {m.verified}
              </span>
            )}
          </span>
        }
      >
        <SqlEditor value={where} onValueChange={filter.change} placeholder={m.filterPlaceholder} error={error} className="min-h-18" />
      </Field>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        {filter.stop === null ? (
          <Button size="sm" disabled={where.trim() === ''} title={m.countHint(COUNT_SECONDS)} onClick={() => void filter.count()}>
            {m.count}
          </Button>
        ) : (
          <Button size="sm" onClick={filter.stop}>
            <Spinner className="size-3" />
            {m.stopCounting}
          </Button>
        )}
        <span aria-live="polite" className="min-w-0 flex-1 text-muted">
          {filter.stop !== null ? m.counting : <Counted filter={filter} rows={rows} />}
        </span>
      </div>
      {incremental && where.trim() !== '' && <Callout>{m.identity(steps.incremental)}</Callout>}
    </div>
  );
}

function Counted({ filter: { counted }, rows }: Pick<FilterFieldProps, 'filter' | 'rows'>) {
  const m = useMessages(tableMessages);
  const format = useFormat();
  if (counted === null) return m.countHint(COUNT_SECONDS);
  if (counted.rows === null) return m.countSlow(COUNT_SECONDS);
  // An estimate that is less than what was counted only confuses.
  const all = rows === null || rows < counted.rows ? null : format.rows(rows);
  return (
    <span title={m.countedExactly} className="numeric font-medium text-foreground">
      {m.counted(format.count(counted.rows), all)}
    </span>
  );
}

/** Marks the word that begins at the place, not one letter. */
function wordAt(where: string, at: number): { readonly length: number } {
  const word = /^("[^"]*"?|'[^']*'?|[\p{L}\p{N}_.]+)/u.exec(where.slice(at));
  return { length: Math.max(1, word?.[0].length ?? 1) };
}
