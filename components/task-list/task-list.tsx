'use client';

import { Database, Plus, SearchX } from 'lucide-react';
import { Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useLabels } from '#components/label/use-labels.ts';
import { useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { kindWords } from '#components/task/kind-words.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { useAddressView } from '#components/use-address-view.ts';
import type { TaskKind } from '#engine/task/config.ts';
import { useTaskList } from '#lib/live/use-task-list.ts';
import type { BatchAction } from '#lib/task/batch-rules.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { BatchDialog, LabelDialog } from './batch/late.ts';
import { CreateButton } from './create-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type InitialList, shownList } from './initial.ts';
import { ListHead } from './list-head.tsx';
import { taskListMessages } from './messages.ts';
import { type Preferences, USUAL } from './preferences.ts';
import { TaskTable } from './task-table.tsx';
import { useNarrow } from './use-narrow.ts';
import { usePreferences } from './use-preferences.ts';
import { useSelection } from './use-selection.ts';
import { ADDRESS_FORM, COLUMNS, type ColumnId, cleared, type ListView } from './view.ts';

const NARROW: readonly ColumnId[] = ['task'];

type Asked = { readonly action: BatchAction | 'label'; readonly tasks: readonly TaskRow[] };

/** The view but for what is selected: who ticks a box does not have thousands of rows put in order again. */
function useOrder(view: ListView): ListView {
  const { search, states, sources, destinations, tags, groups, columns, sort } = view;
  return useMemo(
    () => ({ search, states, sources, destinations, tags, groups, columns, sort, selected: [] }),
    [search, states, sources, destinations, tags, groups, columns, sort],
  );
}

/** All tasks of one kind. */
export function TaskList({ kind, initial }: { readonly kind: TaskKind; readonly initial: InitialList }) {
  const m = useMessages(taskListMessages);
  const { list } = useMessages(kindWords)[kind];
  const { rows, liveness } = useTaskList(kind);
  const labels = useLabels(initial.labels) ?? initial.labels;
  const [view, setView] = useAddressView(ADDRESS_FORM);
  const [preferences, setPreferences] = usePreferences(kind);
  const narrow = useNarrow();
  const forbidden = useForbidden('operator');
  const [asked, setAsked] = useState<Asked | null>(null);
  // What is typed shows at once; thousands of rows follow when there is time.
  const order = useOrder(view);
  const wanted = useDeferredValue(order);
  const shown = useMemo(() => shownList(initial, rows, wanted), [initial, rows, wanted]);
  const selection = useSelection(shown.rows, view.selected, (selected) => setView({ ...view, selected }));
  // An address that somebody sent goes before what one keeps oneself.
  const hidden = useMemo(
    () => (view.columns === null ? preferences.hidden : COLUMNS.filter((column) => view.columns?.includes(column) === false)),
    [view.columns, preferences.hidden],
  );
  const visible = useMemo(() => (narrow ? NARROW : COLUMNS.filter((column) => !hidden.includes(column))), [narrow, hidden]);
  const prefer = (next: Preferences) => {
    setPreferences(next);
    if (next.hidden.join() !== hidden.join()) {
      const columns = next.hidden.join() === USUAL.hidden.join() ? null : COLUMNS.filter((column) => !next.hidden.includes(column));
      setView({ ...view, columns });
    }
  };
  const ask = (action: Asked['action']) => setAsked({ action, tasks: selection.tasks });
  const sort = (by: ColumnId) => setView({ ...view, sort: { by, descending: view.sort.by === by ? !view.sort.descending : false } });
  const newTask = (
    <CreateButton kind={kind}>
      <Plus aria-hidden />
      {m.newTask}
    </CreateButton>
  );
  return (
    <>
      <PageHeader title={list} description={m.descriptions[kind]} actions={shown.all > 0 ? newTask : undefined} className="mb-4" />
      {shown.all === 0 ? (
        <Card>
          <EmptyState className="py-24" icon={<Database />} title={m.emptyTitle} text={m.emptyTexts[kind]} action={newTask} />
        </Card>
      ) : (
        <>
          <FilterBar view={view} onChange={setView} counts={shown.counts} labels={labels} />
          <Card>
            <ListHead
              count={rows === null ? null : shown.rows.length}
              all={shown.all}
              selected={selection.tasks.length}
              onAction={ask}
              onClear={selection.clear}
              liveness={liveness}
              preferences={{ ...preferences, hidden }}
              onPreferences={prefer}
              narrow={narrow}
            />
            {shown.rows.length > 0 ? (
              <TaskTable
                rows={shown.rows}
                labels={labels}
                sort={view.sort}
                onSort={sort}
                visible={visible}
                dense={preferences.dense && !narrow}
                narrow={narrow}
                selection={forbidden === null ? selection : null}
                stale={liveness.state === 'lost'}
              />
            ) : (
              <EmptyState
                icon={<SearchX />}
                title={m.noMatchTitle}
                text={m.noMatchText}
                action={<Button onClick={() => setView(cleared(view))}>{m.clear}</Button>}
              />
            )}
          </Card>
        </>
      )}
      <Suspense>
        {asked?.action === 'label' && <LabelDialog tasks={asked.tasks} labels={labels} onClose={() => setAsked(null)} />}
        {asked !== null && asked.action !== 'label' && (
          <BatchDialog action={asked.action} tasks={asked.tasks} onClose={() => setAsked(null)} />
        )}
      </Suspense>
    </>
  );
}
