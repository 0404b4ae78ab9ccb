'use client';

import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocale, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { OPERATION_GROUPS, type Operation } from '#lib/openapi/operation.ts';
import { OPERATIONS } from '#lib/openapi/operations.ts';
import { apiMessages } from './messages.ts';
import { METHOD_COLOUR, OperationCard } from './operation-card.tsx';

/** Rows of fields of each schema by its name, in both languages: made on the server, for what they are made from is large. */
export type SchemaFields = Readonly<Record<string, readonly SchemaField[]>>;
export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
}

export interface ApiReferenceProps {
  readonly fields: Readonly<Record<'en' | 'zh', SchemaFields>>;
  /** Where the console is asked, `https://dts.example`. */
  readonly url: string;
}

/** Every public operation, to be read, searched and copied. */
export function ApiReference({ fields, url }: ApiReferenceProps) {
  const m = useMessages(apiMessages);
  const text = useText();
  const { locale } = useLocale();
  const [query, setQuery] = useState('');
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    const matches = ({ id, path, method, summary, text: more }: Operation) =>
      [id, path, method, summary.en, summary.zh, more.en, more.zh].some((part) => part.toLowerCase().includes(wanted));
    return OPERATIONS.filter(matches);
  }, [query]);
  const groups = OPERATION_GROUPS.map((group) => ({ group, operations: shown.filter((each) => each.group === group) }));

  return (
    <>
      <PageHeader
        title={m.title}
        description={`${m.intro} ${m.key}`}
        actions={
          <Button asChild>
            <a href={`/api/v1/openapi.json${locale === 'zh' ? '?lang=zh' : ''}`} download="opendts-openapi.json">
              <Download />
              {m.download}
            </a>
          </Button>
        }
      />
      <div className="grid gap-6 lg:grid-cols-[220px_minmax(0,1fr)]">
        <div className="flex flex-col gap-3 lg:sticky lg:top-6 lg:self-start">
          <SearchInput value={query} onValueChange={setQuery} placeholder={m.search} aria-label={m.search} />
          <nav aria-label={m.onThisPage} className="max-lg:hidden">
            {groups.map(
              ({ group, operations }) =>
                operations.length > 0 && (
                  <div key={group} className="mb-4">
                    <div className="mb-1 px-2 text-subtle text-xs">{m.groups[group]}</div>
                    <ul>
                      {operations.map(({ id, method, summary }) => (
                        <li key={id}>
                          <a
                            href={`#${id}`}
                            className="flex items-baseline gap-2 rounded-md px-2 py-1 text-muted text-sm hover:bg-hover hover:text-foreground"
                          >
                            <span className={`w-12 shrink-0 font-mono text-2xs ${METHOD_COLOUR[method]}`}>{method}</span>
                            <span className="min-w-0">{text(summary)}</span>
                          </a>
                        </li>
                      ))}
                    </ul>
                  </div>
                ),
            )}
          </nav>
        </div>
        <div className="min-w-0">
          {shown.length === 0 && <Card className="px-4 py-12 text-center text-muted text-sm">{m.nothing(query)}</Card>}
          {groups.map(
            ({ group, operations }) =>
              operations.length > 0 && (
                <section key={group} aria-labelledby={`group-${group}`} className="mb-8">
                  <h2 id={`group-${group}`} className="mb-3 font-semibold text-base">
                    {m.groups[group]}
                  </h2>
                  <div className="flex flex-col gap-4">
                    {operations.map((operation) => (
                      <OperationCard key={operation.id} operation={operation} fields={fields[locale]} url={url} />
                    ))}
                  </div>
                </section>
              ),
          )}
        </div>
      </div>
    </>
  );
}
