'use client';

import { CircleCheck } from 'lucide-react';
import { useMemo } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { SqlEditor } from '#components/ui/sql-editor.tsx';
import { tableMessages } from './messages.ts';
import type { Filter } from './use-filter.ts';

export interface FilterFieldProps {
  readonly filter: Filter;
  readonly incremental: boolean;
}

export function FilterField({ filter, incremental }: FilterFieldProps) {
  const m = useMessages(tableMessages);
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
      {incremental && where.trim() !== '' && <Callout>{m.identity}</Callout>}
    </div>
  );
}

/** Marks the word that begins at the place, not one letter. */
function wordAt(where: string, at: number): { readonly length: number } {
  const word = /^("[^"]*"?|'[^']*'?|[\p{L}\p{N}_.]+)/u.exec(where.slice(at));
  return { length: Math.max(1, word?.[0].length ?? 1) };
}
