'use client';

import { useRouter } from 'next/navigation';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { explain } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { stepPath } from '../steps.ts';
import { FindingList } from './finding-list.tsx';
import { PrecheckHead } from './head.tsx';
import { tally } from './judge.ts';
import { precheckMessages } from './messages.ts';
import { usePrecheck } from './use-precheck.ts';
import { AwaitResults, WaitingItems } from './waiting.tsx';

export function PrecheckStep() {
  const m = useMessages(precheckMessages);
  const text = useText();
  const router = useRouter();
  const { task } = useDraft();
  const { phase, findings, failure, run, accept } = usePrecheck();
  const busy = phase === 'running' || phase === 'elsewhere' || (phase === 'opening' && findings === null && failure === null);
  const counts = tally(findings ?? []);
  const ready = task.state.name === 'ready' && !busy;

  const note = () => {
    if (ready) return undefined;
    if (busy) return m.note.running;
    if (counts.failed > 0) return m.note.failed(counts.failed);
    return counts.warned > 0 ? m.note.warned(counts.warned) : m.note.needed;
  };

  return (
    <div className="flex flex-col gap-4">
      {failure !== null && !busy && (
        <Callout
          tone="danger"
          title={m.run.failed}
          action={findings === null ? <Button onClick={() => void run()}>{m.run.retry}</Button> : undefined}
        >
          <p>{text(explain(failure).message)}</p>
          <p>{text(explain(failure).hint)}</p>
        </Callout>
      )}
      {(busy || findings !== null) && (
        <PrecheckHead
          tally={counts}
          checkedAt={task.checkedAt}
          running={busy ? (phase === 'elsewhere' ? 'elsewhere' : 'here') : null}
          onAgain={() => void run()}
        />
      )}
      {phase === 'elsewhere' && <AwaitResults />}
      {findings !== null ? (
        // What was found before stays to be read, but is not acted on, until the new results are there.
        <div inert={busy} className={busy ? 'opacity-50 transition-opacity duration-150' : 'transition-opacity duration-150'}>
          <FindingList findings={findings} onAccept={accept} />
        </div>
      ) : (
        busy && <WaitingItems />
      )}
      <WizardFooter
        step="precheck"
        next={{ label: m.next, onPress: () => router.push(stepPath(task.id, 'start')), disabled: !ready }}
        note={note()}
      />
    </div>
  );
}
