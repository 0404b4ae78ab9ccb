'use client';

import { useState } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Problem } from '#engine/precheck/check.ts';
import { findingMessages } from './messages.ts';

/** A thousand tables may have the same problem. */
const SHOWN = 20;

/** The problems of a precheck item: of each what it is about, its cause and what to do. */
export function FindingDetails({ problems }: { readonly problems: readonly Problem[] }) {
  const m = useMessages(findingMessages);
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? problems : problems.slice(0, SHOWN);
  const statements = [...new Set(problems.flatMap(({ fixSql }) => (fixSql === undefined ? [] : [fixSql])))];
  return (
    <div>
      {statements.length > 1 && (
        <div className="mb-2 flex items-center gap-1 text-muted text-xs">
          <CopyButton value={statements.join('\n')} label={m.copyAll(statements.length)} className="-ml-1.5" />
          <span aria-hidden>{m.copyAll(statements.length)}</span>
        </div>
      )}
      <ul className="flex flex-col gap-2.5">
        {shown.map((problem) => (
          <ProblemItem key={JSON.stringify([problem.subject, problem.cause.en, problem.fixSql])} problem={problem} />
        ))}
      </ul>
      {shown.length < problems.length && (
        <Button size="sm" className="mt-3" onClick={() => setAll(true)}>
          {m.more(format.count(problems.length - shown.length))}
        </Button>
      )}
    </div>
  );
}

function ProblemItem({ problem }: { readonly problem: Problem }) {
  const m = useMessages(findingMessages);
  const text = useText();
  return (
    <li className="min-w-0 rounded-md border bg-surface px-3.5 py-3">
      <div className="font-medium font-mono text-xs [overflow-wrap:anywhere]">{problem.subject}</div>
      <dl className="mt-2 grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[84px_minmax(0,1fr)] [&>dd]:min-w-0 [&>dd]:[overflow-wrap:anywhere] [&>dt]:text-muted">
        <dt>{m.cause}</dt>
        <dd>{text(problem.cause)}</dd>
        <dt>{m.fix}</dt>
        <dd className="flex flex-col gap-2">
          <span>{text(problem.fix)}</span>
          {problem.fixSql !== undefined && <CodeBlock code={problem.fixSql} />}
        </dd>
      </dl>
    </li>
  );
}
