'use client';

import { ArrowLeftRight, DatabaseZap, RefreshCw } from 'lucide-react';
import { useMessages } from '#components/locale.tsx';
import { LiveMark } from '#components/task/live-mark.tsx';
import { CreateButton } from '#components/task-list/create-button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Overview } from '#lib/task/overview.ts';
import { AttentionList } from './attention-list.tsx';
import { CountsCard } from './counts-card.tsx';
import { EventsCard } from './events-card.tsx';
import { overviewMessages } from './messages.ts';
import { RunningCard } from './running-card.tsx';
import { useOverview } from './use-overview.ts';

/** Where a person begins: what needs them first, then what runs by itself. */
export function OverviewPage({ initial }: { readonly initial: Overview }) {
  const m = useMessages(overviewMessages);
  const { overview, liveness, refresh } = useOverview(initial);
  const total = Object.values(overview.counts).reduce((sum, states) => sum + Object.values(states).reduce((all, each) => all + each, 0), 0);
  const create = (
    <>
      <CreateButton kind="synchronization" variant="secondary">
        <RefreshCw aria-hidden />
        {m.createSynchronization}
      </CreateButton>
      <CreateButton kind="migration">
        <ArrowLeftRight aria-hidden />
        {m.createMigration}
      </CreateButton>
    </>
  );
  if (total === 0) {
    return (
      <>
        <PageHeader title={m.title} description={m.description} />
        <Card>
          <EmptyState className="py-24" icon={<DatabaseZap />} title={m.emptyTitle} text={m.emptyText} action={create} />
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader title={m.title} badge={<LiveMark liveness={liveness} />} description={m.description} actions={create} />
      <div className="flex flex-col gap-5">
        <AttentionList attention={overview.attention} count={overview.attentionCount} running={overview.runningCount} onDone={refresh} />
        <CountsCard counts={overview.counts} />
        <RunningCard tasks={overview.running} count={overview.runningCount} stale={liveness.state === 'lost'} />
        <EventsCard events={overview.events} />
      </div>
    </>
  );
}
