'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import type { BatchVerdict } from '#lib/task/batch-rules.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { batchMessages } from './messages.ts';

interface Judged {
  readonly task: TaskRow;
  readonly verdict: BatchVerdict;
}

/** Those of the selection that take part, and those that cannot, each with the reason. */
export function Participants({ judged }: { readonly judged: readonly Judged[] }) {
  const m = useMessages(batchMessages);
  const format = useFormat();
  const taking = judged.filter(({ verdict }) => verdict.takesPart);
  const out = judged.filter(({ verdict }) => !verdict.takesPart);
  return (
    <>
      {taking.length > 0 && <Group title={m.takePart(format.count(taking.length))} judged={taking} />}
      {out.length > 0 && <Group title={m.leftOut(format.count(out.length))} judged={out} />}
    </>
  );
}

function Group({ title, judged }: { readonly title: string; readonly judged: readonly Judged[] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 font-medium text-xs">{title}</h3>
      {/* Hundreds may be selected: the list scrolls by itself, also with the keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer. */}
      <ul tabIndex={0} aria-label={title} className="scroll-quiet max-h-44 divide-y overflow-y-auto rounded-md border">
        {judged.map(({ task, verdict }) => (
          <li key={task.id} className="flex min-h-9 items-center gap-3 px-3 py-1.5 text-sm [content-visibility:auto]">
            <span className="min-w-0 flex-1 truncate" title={task.name}>
              {task.name}
            </span>
            <Note task={task} verdict={verdict} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Note({ task, verdict }: Judged) {
  const m = useMessages(batchMessages);
  if (!verdict.takesPart) return <span className="max-w-[60%] text-right text-muted text-xs">{m.why[verdict.why]}</span>;
  const draft = verdict.does === 'release' && task.startedAt === null;
  return (
    <span className="flex shrink-0 items-center gap-3 text-muted text-xs">
      {verdict.does === 'resume' && m.resumes}
      {draft && m.deletes}
      <TaskStatePill bare state={task.state.name} kind={task.kind} />
    </span>
  );
}
