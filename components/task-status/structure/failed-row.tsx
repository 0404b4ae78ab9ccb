'use client';

import { useState } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { StatementError } from '#components/structure/statement-row.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { SqlEditor } from '#components/ui/sql-editor.tsx';
import type { FailedStatement } from '#engine/progress/event.ts';
import { Expander } from '../expander.tsx';
import { buildMessages } from './messages.ts';

export interface FailedRowProps {
  readonly statement: FailedStatement;
  readonly open: boolean;
  /** What is being written in place of its SQL; null: nothing is. */
  readonly draft: string | null;
  readonly busy: boolean;
  /** The task has ended: nothing can be done about it any more. */
  readonly over: boolean;
  readonly onToggle: (id: string) => void;
  readonly onDraft: (id: string, sql: string | null) => void;
  readonly onRetry: (statement: FailedStatement, sql?: string) => void;
  readonly onSkip: (statement: FailedStatement) => void;
}

/** A statement that failed: why, its SQL, and what can be done. */
export function FailedRow({ statement, open, draft, busy, over, onToggle, onDraft, onRetry, onSkip }: FailedRowProps) {
  const m = useMessages(buildMessages);
  const text = useText();
  const { id, object, kind, sql, error } = statement;
  const [asked, setAsked] = useState<'retry' | 'edit' | null>(null);
  const retry = (instead?: string) => {
    setAsked(instead === undefined ? 'retry' : 'edit');
    onRetry(statement, instead);
  };
  const edit = () => {
    if (!open) onToggle(id);
    onDraft(id, draft ?? sql);
  };
  return (
    <>
      <TableRow interactive>
        <Td>
          <span className="flex min-w-0 items-center gap-1">
            <Expander label={m.showError(object)} open={open} onToggle={() => onToggle(id)} />
            <span className="min-w-0 truncate font-medium" title={object}>
              {object}
            </span>
          </span>
        </Td>
        <Td muted>
          <KindLabel kind={kind} />
        </Td>
        <Td className="text-danger text-xs">
          <span className="line-clamp-2 [overflow-wrap:anywhere]" title={text(error.message)}>
            {text(error.message)}
          </span>
        </Td>
        <Td className="py-0">
          {!over && (
            <Reserved className="flex justify-end gap-1.5">
              <Button
                size="sm"
                aria-label={m.retryOf(object)}
                loading={busy && asked === 'retry'}
                disabled={busy && asked !== 'retry'}
                onClick={() => retry()}
              >
                {m.retry}
              </Button>
              <Button size="sm" aria-label={m.editOf(object)} disabled={busy} onClick={edit}>
                {m.edit}
              </Button>
              <Button size="sm" variant="ghost" aria-label={m.skipOf(object)} disabled={busy} onClick={() => onSkip(statement)}>
                {m.skip}
              </Button>
            </Reserved>
          )}
        </Td>
      </TableRow>
      {open && (
        <tr>
          <td colSpan={4} className="border-b px-4 py-3">
            <div className="flex flex-col gap-3">
              <StatementError error={error} />
              <CodeBlock code={sql} className="max-h-72" />
              {draft !== null && !over && (
                <div className="flex flex-col gap-2">
                  <p className="text-muted text-xs">{m.editorNote}</p>
                  <SqlEditor
                    autoFocus
                    aria-label={m.editor(object)}
                    value={draft}
                    readOnly={busy}
                    onValueChange={(next) => onDraft(id, next)}
                  />
                  <div className="flex gap-2">
                    <Button
                      variant="primary"
                      size="sm"
                      loading={busy && asked === 'edit'}
                      disabled={draft.trim() === '' || (busy && asked !== 'edit')}
                      onClick={() => retry(draft)}
                    >
                      {m.runThis}
                    </Button>
                    <Button size="sm" disabled={busy} onClick={() => onDraft(id, null)}>
                      {m.cancel}
                    </Button>
                  </div>
                </div>
              )}
            </div>
          </td>
        </tr>
      )}
    </>
  );
}
