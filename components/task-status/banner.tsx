'use client';

import Link from 'next/link';
import { useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { taskMessages } from '#components/task/messages.ts';
import type { SentSignal } from '#components/task/use-task-signal.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { Step } from '#engine/plan/plan.ts';
import { canCopyAgain } from '#engine/task/state.ts';
import type { TaskFeed } from '#lib/live/use-task-feed.ts';
import { ErrorFacts } from './error-facts.tsx';
import { statusMessages } from './messages.ts';
import { GivenUp, RetryBanner } from './retry-banner.tsx';
import { CopyAgainButton } from './source/copy-again-button.tsx';
import { useTab } from './use-tab.ts';

export interface BannerProps {
  readonly taskId: string;
  readonly types: readonly Step[];
  readonly feed: TaskFeed;
  readonly followsChanges: boolean;
  readonly pending: SentSignal | null;
  readonly send: (signal: SentSignal) => void;
}

/** What a person must know before reading any figure; nothing while all goes well. */
export function Banner({ taskId, types, feed: { state, progress, removed }, followsChanges, pending, send }: BannerProps) {
  const m = useMessages(statusMessages);
  const words = useMessages(taskMessages);
  const text = useText();
  const [, openTab] = useTab();
  const resume = (
    <Reserved>
      <Button variant="primary" size="sm" loading={pending === 'resume'} onClick={() => send('resume')}>
        {words.resume}
      </Button>
    </Reserved>
  );
  if (removed) {
    const back = (
      <Button size="sm" asChild>
        <Link href="/tasks">{m.backToTasks}</Link>
      </Button>
    );
    return (
      <Callout tone="warning" title={m.removedTitle} action={back}>
        {m.removedText}
      </Callout>
    );
  }
  if (state.name === 'failed') {
    const failed = progress.structure.failed.length > 0 && (
      <Button size="sm" onClick={() => openTab('structure')}>
        {m.showFailed}
      </Button>
    );
    const failedTables = Object.values(progress.tables).some((table) => table.state === 'failed') && (
      <Button size="sm" onClick={() => openTab('full')}>
        {m.showFailedTables}
      </Button>
    );
    const action = (
      <>
        <Button size="sm" onClick={() => openTab('events', 'error')}>
          {m.showLog}
        </Button>
        {failed}
        {failedTables}
        {canCopyAgain(state, types) ? <CopyAgainButton taskId={taskId} /> : resume}
      </>
    );
    return (
      <Callout tone="danger" title={text(state.error.message)} action={action}>
        <p>{text(state.error.hint)}</p>
        {progress.retry?.error.code === state.error.code && <GivenUp retry={progress.retry} />}
        <ErrorFacts error={state.error} />
      </Callout>
    );
  }
  if (state.name === 'paused' && state.error !== undefined) {
    const action = (
      <>
        <Button size="sm" onClick={() => openTab('incremental')}>
          {m.showLimit}
        </Button>
        {resume}
      </>
    );
    return (
      <Callout tone="warning" title={m.pausedItself(text(state.error.message))} action={action}>
        <p>{text(state.error.hint)}</p>
        <ErrorFacts error={state.error} />
      </Callout>
    );
  }
  if (state.name === 'paused') {
    return (
      <Callout tone="info" title={m.pausedTitle[state.from]}>
        {m.pausedText} {followsChanges && m.pausedLog}
      </Callout>
    );
  }
  if (state.name === 'stopped') {
    return (
      <Callout tone="info" title={m.stoppedTitle}>
        {m.stoppedText}
      </Callout>
    );
  }
  return progress.retry === null ? null : <RetryBanner retry={progress.retry} />;
}
