'use client';

import type { ReactNode } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { loadSummary } from '#engine/progress/summary.ts';
import { isRunning } from '#engine/task/state.ts';
import type { TaskFeed } from '#lib/live/use-task-feed.ts';
import { type Operation, whyNot } from '#lib/task/permits.ts';
import type { LogLine, TaskView } from '#lib/task/view.ts';
import { EventsTab } from './events/events-tab.tsx';
import { FullTab } from './full/full-tab.tsx';
import { IncrementalTab } from './incremental/incremental-tab.tsx';
import { LagSection } from './lag/lag-section.tsx';
import { statusMessages } from './messages.ts';
import { Topology } from './overview/topology.tsx';
import { ParametersTab } from './parameters/parameters-tab.tsx';
import { PrecheckTab } from './precheck/precheck-tab.tsx';
import { SettingsTab } from './settings/settings-tab.tsx';
import { StructureTab } from './structure/structure-tab.tsx';
import { TablesTab } from './tables/tables-tab.tsx';
import { TABS, type TabName, useTab } from './use-tab.ts';

export interface DetailTabsProps {
  readonly task: TaskView;
  readonly feed: TaskFeed;
  readonly log: readonly LogLine[];
  readonly stale: boolean;
  /** No figures have come for a while. */
  readonly silent: boolean;
}

export function DetailTabs({ task, feed, log, stale, silent }: DetailTabsProps) {
  const m = useMessages(statusMessages);
  const format = useFormat();
  const text = useText();
  const forbidden = useForbidden('operator');
  const [asked, setTab] = useTab();
  const { tables, structure } = feed.progress;
  const copies = task.config.types.includes('full');
  const follows = task.config.types.includes('incremental');
  const shown = TABS.filter((each) => (copies || each !== 'full') && (follows || each !== 'incremental'));
  const tab = shown.includes(asked) ? asked : 'overview';
  const load = loadSummary(feed.progress);
  const failed = (amount: number) => <span className="font-medium text-danger">{m.failed(format.count(amount))}</span>;
  const count: Partial<Record<TabName, ReactNode>> = {
    full: load.failed === 0 ? m.of(format.count(load.done), format.count(load.total)) : failed(load.failed),
    structure: structure.failed.length === 0 ? format.count(structure.states.length) : failed(structure.failed.length),
  };
  const lag = <LagSection progress={feed.progress} state={feed.state} stale={stale} silent={silent} />;
  const why = (operation: Operation): string | null => {
    const reason = whyNot(operation, { state: feed.state, types: task.config.types, destination: task.destination?.type ?? null });
    return forbidden ?? (reason === null ? null : text(reason));
  };
  return (
    <Tabs
      value={tab}
      onValueChange={setTab}
      aria-label={m.tabsLabel}
      tabs={shown.map((value) => ({ value, label: m.tabs[value], count: count[value] }))}
    >
      <TabPanel value="overview" className="flex flex-col gap-4">
        <Topology task={task} state={feed.state} progress={feed.progress} old={stale || silent} />
        {follows && lag}
        <TablesTab tables={tables} copies={copies} works={isRunning(feed.state.name)} stale={stale} />
      </TabPanel>
      <TabPanel value="structure">
        <StructureTab taskId={task.id} state={feed.state} progress={feed.progress} stale={stale} />
      </TabPanel>
      {copies && (
        <TabPanel value="full">
          <FullTab task={task} state={feed.state} progress={feed.progress} stale={stale} />
        </TabPanel>
      )}
      {follows && (
        <TabPanel value="incremental" className="flex flex-col gap-4">
          {lag}
          <IncrementalTab task={task} state={feed.state} progress={feed.progress} stale={stale} refused={why('copy-table')} />
        </TabPanel>
      )}
      <TabPanel value="precheck">
        <PrecheckTab task={task} refused={why('check-again')} />
      </TabPanel>
      <TabPanel value="events">
        <EventsTab taskId={task.id} initial={log} live={feed.log} />
      </TabPanel>
      <TabPanel value="parameters">
        <ParametersTab task={task} refused={why('parameters')} />
      </TabPanel>
      <TabPanel value="settings">
        <SettingsTab task={task} />
      </TabPanel>
    </Tabs>
  );
}
