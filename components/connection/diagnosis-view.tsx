'use client';

import { Check, Circle, CircleAlert, Minus, TriangleAlert } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { Diagnosis, Stage, StageResult } from '#engine/precheck/diagnose.ts';
import { explain } from '#lib/http/client.ts';
import { asksForHostKey, HostKeyPrompt } from './host-key-prompt.tsx';
import { connectionMessages } from './messages.ts';

export interface DiagnosisViewProps {
  readonly diagnosis: Diagnosis | undefined;
  readonly running: boolean;
  /** Why there is no result at all. */
  readonly error: unknown;
  /** The address was edited after this result. */
  readonly outdated?: boolean | undefined;
  /** The way leads through one, which is tested first. */
  readonly bastion?: boolean | undefined;
  /** Confirms the key a bastion showed, and tests again; absent: nothing can be confirmed here. */
  readonly onTrust?: ((hostKey: string) => void) | undefined;
  readonly className?: string | undefined;
}

const STAGES: readonly Stage[] = ['name', 'port', 'tls', 'login', 'database', 'privilege', 'replication'];
const waiting = (stages: readonly Stage[]): readonly StageLine[] =>
  stages.map((stage) => ({ stage, state: 'waiting', detail: null, error: null }));
const WAITING = waiting(STAGES);
const WAITING_THROUGH = waiting(['bastion', ...STAGES]);

interface StageLine extends Omit<StageResult, 'state'> {
  readonly state: StageResult['state'] | 'waiting';
}

/** The stages of a connection test: how far it came, what was seen, and what to do where it ended. */
export function DiagnosisView({ diagnosis, running, error, outdated = false, bastion = false, onTrust, className }: DiagnosisViewProps) {
  const m = useMessages(connectionMessages);
  const t = useText();
  const broken = !running && error !== null && error !== undefined;
  const lines: readonly StageLine[] = running || diagnosis === undefined ? (bastion ? WAITING_THROUGH : WAITING) : diagnosis.stages;
  const faded = outdated && !running && !broken;
  return (
    <div className={cn('min-w-0', className)}>
      <div aria-live="polite" className="flex min-h-5 items-center gap-2 font-medium text-sm [&_svg]:size-4 [&_svg]:shrink-0">
        {running ? (
          <>
            <Spinner />
            <span className="text-muted">{m.diagnosis.testing}</span>
          </>
        ) : broken ? (
          <>
            <CircleAlert aria-hidden className="text-danger" />
            {m.diagnosis.refused}
          </>
        ) : outdated ? (
          <>
            <TriangleAlert aria-hidden className="text-warning-mark" />
            {m.diagnosis.outdated}
          </>
        ) : diagnosis?.ok ? (
          <>
            <Check aria-hidden className="text-success" />
            {m.diagnosis.passed}
          </>
        ) : (
          <>
            <CircleAlert aria-hidden className="text-danger" />
            {m.diagnosis.failed}
          </>
        )}
      </div>
      {broken ? (
        <div className="mt-2 pl-6 text-sm [overflow-wrap:anywhere]">
          <p>{t(explain(error).message)}</p>
          <p className="mt-0.5 text-muted">{t(explain(error).hint)}</p>
        </div>
      ) : (
        <ol className={cn('mt-2 transition-opacity', faded && 'opacity-55')}>
          {lines.map((line, index) => (
            <StageItem key={line.stage} line={line} index={index} onTrust={outdated ? undefined : onTrust} />
          ))}
        </ol>
      )}
    </div>
  );
}

const MARK = {
  passed: <Check aria-hidden className="size-3.5 text-success" strokeWidth={2.5} />,
  failed: <CircleAlert aria-hidden className="size-3.5 text-danger" />,
  skipped: <Minus aria-hidden className="size-3.5 text-subtle" />,
  waiting: <Circle aria-hidden className="size-2 text-border-strong" />,
} as const;

interface StageItemProps {
  readonly line: StageLine;
  readonly index: number;
  readonly onTrust: ((hostKey: string) => void) | undefined;
}

function StageItem({ line, index, onTrust }: StageItemProps) {
  const m = useMessages(connectionMessages);
  const t = useText();
  const quiet = line.state === 'skipped' || line.state === 'waiting';
  return (
    <li
      style={{ animationDelay: `${index * 45}ms` }}
      className="grid min-h-7 animate-fade-in grid-cols-[1rem_5.5rem_minmax(0,1fr)] items-start gap-x-2 py-1 text-sm [animation-fill-mode:backwards]"
    >
      <span className="grid h-5 place-items-center">{MARK[line.state]}</span>
      <span className={cn(quiet ? 'text-subtle' : 'text-foreground', line.state === 'failed' && 'font-medium')}>
        {m.stages[line.stage]}
        <span className="sr-only">: {m.stageStates[line.state]}</span>
      </span>
      <div className={cn('min-w-0 [overflow-wrap:anywhere]', quiet ? 'text-subtle' : 'text-muted')}>
        {line.error === null ? (
          line.detail !== null && t(line.detail)
        ) : (
          <>
            <span className="block text-danger">{t(line.error.message)}</span>
            <span className="mt-0.5 block">{t(line.error.hint)}</span>
            {onTrust !== undefined && asksForHostKey(line.error) && <HostKeyPrompt error={line.error} onTrust={onTrust} />}
          </>
        )}
      </div>
    </li>
  );
}
