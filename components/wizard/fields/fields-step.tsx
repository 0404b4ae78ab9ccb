'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PreviewButton } from '#components/api-reference/preview-button.tsx';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { Table, TableBody, TableHead, TableNote, Th } from '#components/ui/data-table.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { displayName, tableId } from '#engine/schema/table.ts';
import { explain } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { wizardMessages } from '../messages.ts';
import { stepPath } from '../steps.ts';
import { DdlPane } from './ddl-pane.tsx';
import { DesignRow } from './design-row.tsx';
import { fieldsMessages } from './messages.ts';
import { modelOf, type StatusFilter, statusOf } from './model.ts';
import { useDesigns } from './use-designs.ts';

/** Rows at a time: a database has thousands of tables, and each row holds four controls. */
const PAGE = 100;
/** Side by side with the statement in a window of 1280. */
const COLUMNS = [
  { name: 'table', width: 'w-[26%]' },
  { name: 'engine', width: 'w-[17%]' },
  { name: 'keys', width: 'w-[22%]' },
  { name: 'distribution', width: 'w-[20%]' },
  { name: 'buckets', width: 'w-[15%]' },
] as const;
const FILTERS: readonly StatusFilter[] = ['all', 'open', 'done'];

export function FieldsStep() {
  const m = useMessages(fieldsMessages);
  const wizard = useMessages(wizardMessages);
  const text = useText();
  const router = useRouter();
  const { task, draft } = useDraft();
  const { query, set, pending, failure } = useDesigns();
  const [filter, setFilter] = useState<StatusFilter>('all');
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(PAGE);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = query.data ?? [];
  const isOpen = (design: (typeof all)[number]) => statusOf(design, modelOf(draft.objects, design.source)) === 'open';
  const open = all.filter(isOpen).length;
  const found = all.filter(
    (design) =>
      (filter === 'all' || isOpen(design) === (filter === 'open')) &&
      displayName(design.source).toLowerCase().includes(search.trim().toLowerCase()),
  );
  const selected = all.find(({ source }) => tableId(source) === chosen) ?? found[0];

  const footer = (note: string | undefined) => (
    <WizardFooter
      step="fields"
      next={{ label: m.next, onPress: () => router.push(stepPath(task.id, 'precheck')) }}
      note={note}
      aside={<PreviewButton draft={draft} secrets={task.secrets} />}
    />
  );

  if (query.isError)
    return (
      <>
        <Callout tone="danger" title={m.failed} action={<Button onClick={() => void query.refetch()}>{m.retry}</Button>}>
          <p>{text(explain(query.error).message)}</p>
          <p>{text(explain(query.error).hint)}</p>
        </Callout>
        {footer(undefined)}
      </>
    );

  return (
    <>
      <Card className="min-w-0">
        <CardHeader title={wizard.titles.fields} description={m.text} divided />
        <div className="flex flex-wrap items-center gap-3 border-b px-4 py-3">
          <Segments
            label={m.filter}
            value={filter}
            onValueChange={(value) => setFilter(FILTERS.find((each) => each === value) ?? 'all')}
            options={FILTERS.map((value) => ({
              value,
              label: m.filters[value],
              face: <span className="px-1 text-xs">{m.filters[value]}</span>,
            }))}
          />
          <SearchInput value={search} onValueChange={setSearch} placeholder={m.search} aria-label={m.search} className="w-56 max-w-full" />
        </div>
        {failure !== null && (
          <Callout tone="danger" title={m.changeFailed} className="m-4">
            {text(explain(failure).message)}
          </Callout>
        )}
        {query.isPending ? (
          <div className="p-4">
            <Skeleton className="h-80" />
          </div>
        ) : (
          <div className="grid min-w-0 xl:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="min-w-0">
              <Table boxClassName="max-h-[38rem]" className="min-w-[36rem] table-fixed">
                <TableHead>
                  <tr>
                    {COLUMNS.map(({ name, width }) => (
                      <Th key={name} className={cn('px-2', width)}>
                        {m.columns[name]}
                      </Th>
                    ))}
                  </tr>
                </TableHead>
                <TableBody>
                  {found.length === 0 && <TableNote columns={5}>{m.nothing}</TableNote>}
                  {found.slice(0, shown).map((design) => (
                    <DesignRow
                      key={tableId(design.source)}
                      design={design}
                      said={modelOf(draft.objects, design.source)}
                      selected={design === selected}
                      onSelect={() => setChosen(tableId(design.source))}
                      onChange={(model) => void set(design.source, model)}
                    />
                  ))}
                </TableBody>
              </Table>
              {found.length > shown && (
                <div className="border-t p-3 text-center">
                  <Button size="sm" variant="ghost" onClick={() => setShown(shown + PAGE)}>
                    {m.more(Math.min(PAGE, found.length - shown))}
                  </Button>
                </div>
              )}
            </div>
            <section aria-label={m.ddl} className="min-w-0 border-t xl:border-t-0 xl:border-l">
              <DdlPane design={selected} pending={selected !== undefined && pending.has(tableId(selected.source))} />
            </section>
          </div>
        )}
      </Card>
      {footer(open === 0 || query.isPending ? undefined : m.open(open))}
    </>
  );
}
