'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import type { TaskFeed } from '#lib/live/use-task-feed.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { EventsTab } from './events/events-tab.tsx';
import { statusMessages } from './messages.ts';
import { SettingsTab } from './settings/settings-tab.tsx';
import { StructureTab } from './structure/structure-tab.tsx';
import { TablesTab } from './tables/tables-tab.tsx';
import { TABS, useTab } from './use-tab.ts';

export interface DetailTabsProps {
  readonly task: TaskView;
  readonly feed: TaskFeed;
  readonly log: readonly LogLine[];
  readonly stale: boolean;
}

export function DetailTabs({ task, feed, log, stale }: DetailTabsProps) {
  const m = useMessages(statusMessages);
  const format = useFormat();
  const [tab, setTab] = useTab();
  const { tables, structure } = feed.progress;
  const failed = structure.failed.length;
  const count = {
    tables: format.count(Object.keys(tables).length),
    structure:
      failed === 0 ? (
        format.count(structure.states.length)
      ) : (
        <span className="font-medium text-danger">{m.failed(format.count(failed))}</span>
      ),
  };
  return (
    <Tabs
      value={tab}
      onValueChange={setTab}
      aria-label={m.tabsLabel}
      tabs={TABS.map((value) => ({
        value,
        label: m.tabs[value],
        ...(value === 'tables' || value === 'structure' ? { count: count[value] } : {}),
      }))}
    >
      <TabPanel value="tables">
        <TablesTab tables={tables} copies={task.config.types.includes('full')} stale={stale} />
      </TabPanel>
      <TabPanel value="structure">
        <StructureTab taskId={task.id} state={feed.state} progress={feed.progress} stale={stale} />
      </TabPanel>
      <TabPanel value="events">
        <EventsTab taskId={task.id} initial={log} live={feed.log} />
      </TabPanel>
      <TabPanel value="settings">
        <SettingsTab task={task} />
      </TabPanel>
    </Tabs>
  );
}
