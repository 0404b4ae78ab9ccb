'use client';

import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { StatementError } from '#components/structure/statement-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SqlEditor } from '#components/ui/sql-editor.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { RefusedStatement } from '#engine/progress/refused.ts';
import { refusedMessages } from './messages.ts';
import type { DdlChoice } from './use-mend-ddl.ts';

export interface RefusedItemProps {
  readonly statement: RefusedStatement;
  /** Changes of its tables that were passed over, or set aside. */
  readonly passed: number;
  /** The task has ended. */
  readonly over: boolean;
  /** The task is at work; else an answer waits until it is resumed. */
  readonly runs: boolean;
  readonly onChoose: (choice: DdlChoice) => void;
}

/** One of them: what, why, since when, and what can be done. */
export function RefusedItem({ statement, passed, over, runs, onChoose }: RefusedItemProps) {
  const m = useMessages(refusedMessages);
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const { tag, object, stops, at, behind, answer, error } = statement;
  const sql = statement.sql.map((each) => `${each.replace(/;\s*$/, '')};`).join('\n');
  const choose = (kind: DdlChoice['kind']) => onChoose({ kind, statement, sql: draft ?? '' });
  const busy = answer !== null;
  return (
    <li className="flex flex-col gap-3 px-4 py-3" aria-busy={busy && runs}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="font-medium text-sm [overflow-wrap:anywhere]">{m.heading(tag, object)}</h3>
          <p className="flex flex-wrap gap-x-3 text-muted text-xs">
            <span>
              {m.since} <RelativeTime at={at} />
            </span>
            {stops && <span>{(statement.aside ? m.aside : m.passed)(format.count(passed))}</span>}
            {behind > 0 && <span>{m.behind(format.count(behind))}</span>}
          </p>
        </div>
        <StatePill tone={stops ? 'danger' : 'warning'}>{stops ? m.stopped : m.waits}</StatePill>
        {answer !== null && <StatePill tone={runs ? 'running' : 'neutral'}>{runs ? m.answered[answer] : m.onResume}</StatePill>}
        {!over && (
          <Reserved className="flex gap-1.5">
            <Button size="sm" aria-label={m.retryOf(object)} disabled={busy} onClick={() => choose('retry')}>
              {m.retry}
            </Button>
            <Button size="sm" aria-label={m.editOf(object)} disabled={busy} onClick={() => setDraft(draft ?? sql)}>
              {m.edit}
            </Button>
            <Button size="sm" variant="ghost" aria-label={m.skipOf(object)} disabled={busy} onClick={() => choose('skip')}>
              {m.skip}
            </Button>
          </Reserved>
        )}
      </div>
      <StatementError error={error} />
      <CodeBlock code={sql} className="max-h-60" />
      {draft !== null && !over && (
        <div className="flex flex-col gap-2">
          <p className="text-muted text-xs">{m.editorNote}</p>
          <SqlEditor autoFocus aria-label={m.editor(object)} value={draft} readOnly={busy} onValueChange={setDraft} />
          <div className="flex gap-2">
            <Button variant="primary" size="sm" disabled={busy || draft.trim() === ''} onClick={() => choose('edit')}>
              {m.runThis}
            </Button>
            <Button size="sm" disabled={busy} onClick={() => setDraft(null)}>
              {m.cancel}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
