'use client';

import { Database, Plus, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { LiveMark } from '#components/task/live-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { useTaskList } from '#lib/live/use-task-list.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { counts, type Filter, filtered, searched } from './filter.ts';
import { taskListMessages } from './messages.ts';
import { StateFilter } from './state-filter.tsx';
import { TaskTable } from './task-table.tsx';
import { useNewTask } from './use-new-task.ts';

export function TaskList({ initial }: { readonly initial: readonly TaskRow[] }) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  const { rows, liveness } = useTaskList(initial);
  const { create, creating } = useNewTask();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const found = useMemo(() => searched(rows, search), [rows, search]);
  const shown = useMemo(() => filtered(found, filter), [found, filter]);
  const clear = () => {
    setSearch('');
    setFilter('all');
  };
  const newTask = (
    <Button variant="primary" loading={creating} onClick={create}>
      <Plus aria-hidden />
      {m.newTask}
    </Button>
  );
  return (
    <>
      <PageHeader title={m.title} description={m.description} actions={rows.length > 0 ? newTask : undefined} />
      {rows.length === 0 ? (
        <Card>
          <EmptyState className="py-24" icon={<Database />} title={m.emptyTitle} text={m.emptyText} action={newTask} />
        </Card>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
            <SearchInput shortcut value={search} onValueChange={setSearch} placeholder={m.search} className="sm:w-72" />
            <StateFilter value={filter} onValueChange={setFilter} counts={counts(found)} />
            <span className="ml-auto flex items-center gap-3">
              <LiveMark liveness={liveness} />
            </span>
          </div>
          <Card>
            {shown.length > 0 ? (
              <TaskTable rows={shown} stale={liveness.state === 'lost'} />
            ) : (
              <EmptyState
                icon={<SearchX />}
                title={m.noMatchTitle}
                text={m.noMatchText}
                action={<Button onClick={clear}>{m.clear}</Button>}
              />
            )}
          </Card>
          <p className="mt-2 text-subtle text-xs">{m.count(format.count(shown.length), format.count(rows.length))}</p>
        </>
      )}
    </>
  );
}
