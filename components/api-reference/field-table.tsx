'use client';

import { ChevronRight } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import type { SchemaField } from './api-reference.tsx';
import { apiMessages } from './messages.ts';
import { Prose } from './prose.tsx';

/** The fields of a body or an answer, opened when they are wanted: a task document has many. */
export function FieldTable({ title, fields }: { readonly title: string; readonly fields: readonly SchemaField[] }) {
  const m = useMessages(apiMessages);
  if (fields.length === 0) return <div className="font-medium text-muted text-xs">{title}</div>;
  return (
    <details className="group min-w-0">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-sm font-medium text-muted text-xs hover:text-foreground">
        <ChevronRight aria-hidden className="size-3.5 transition-transform duration-100 group-open:rotate-90" />
        {title}
      </summary>
      <dl aria-label={`${m.fields}: ${title}`} className="mt-1.5 divide-y rounded-md border text-sm">
        {fields.map(({ path, type, required, text }) => (
          <div key={path} className="grid gap-x-4 gap-y-0.5 px-3 py-1.5 sm:grid-cols-[minmax(0,17rem)_minmax(0,1fr)]">
            <dt className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{path}</dt>
            <dd className="min-w-0 text-xs leading-5">
              <span className="font-mono text-muted">{type}</span>
              {required && <span className="ml-2 text-warning">{m.required}</span>}
              {text !== '' && (
                <span className="ml-2">
                  <Prose text={text} />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
