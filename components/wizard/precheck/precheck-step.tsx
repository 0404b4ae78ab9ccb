'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
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
import { FollowPrecheck, NOTHING_YET, RunningItems } from './running-precheck.tsx';
import { usePrecheck } from './use-precheck.ts';
import { AwaitResults } from './waiting.tsx';

export function PrecheckStep() {
  const m = useMessages(precheckMessages);
  const text = useText();
  const router = useRouter();
  const { task } = useDraft();
  const { phase, findings, failure, run, accept, recheck, remedy } = usePrecheck();
  const [picture, setPicture] = useState(NOTHING_YET);
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
      {phase === 'elsewhere' && <AwaitResults />}
      {busy && <FollowPrecheck taskId={task.id} onChange={setPicture} />}
      {(busy || findings !== null) && (
        <PrecheckHead
          tally={counts}
          checkedAt={task.checkedAt}
          running={
            busy ? { where: phase === 'elsewhere' ? 'elsewhere' : 'here', done: picture.findings.length, all: picture.items.length } : null
          }
          onAgain={() => void run()}
        />
      )}
      {busy ? (
        <RunningItems picture={picture} />
      ) : (
        findings !== null && <FindingList findings={findings} onAccept={accept} onAgain={recheck} onRemedy={remedy} />
      )}
      <WizardFooter
        step="precheck"
        next={{ label: m.next, onPress: () => router.push(stepPath(task.id, 'start')), disabled: !ready }}
        note={note()}
      />
    </div>
  );
}
