'use client';

import { memo } from 'react';
import { useMessages, useText } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { StatePill } from '#components/ui/state-pill.tsx';
import type { StatementProgress } from '#engine/progress/progress.ts';
import { ErrorFacts } from '../error-facts.tsx';
import { Expander } from '../expander.tsx';
import { structureMessages } from './messages.ts';

const TONE = { waiting: 'neutral', done: 'success', failed: 'danger' } as const;

export interface StatementRowProps {
  readonly statement: StatementProgress;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One statement: what it makes and how it went; its SQL on demand. */
export const StatementRow = memo(function StatementRow({ statement, open, onToggle }: StatementRowProps) {
  const m = useMessages(structureMessages);
  const text = useText();
  const { error } = statement;
  const toggle = () => onToggle(statement.id);
  return (
    <>
      <TableRow interactive>
        <Td>
          <span className="flex min-w-0 items-center gap-1">
            <Expander label={m.showSql(statement.object)} open={open} onToggle={toggle} />
            <span className="min-w-0 truncate font-medium" title={statement.object}>
              {statement.object}
            </span>
          </span>
        </Td>
        <Td muted>{m.kinds[statement.kind]}</Td>
        <Td muted>{m.phases[statement.phase]}</Td>
        <Td>
          <span className="flex min-w-0 items-center gap-2">
            <StatePill bare tone={TONE[statement.state]}>
              {m.states[statement.state]}
            </StatePill>
            {error !== null && !open && (
              <span className="min-w-0 truncate text-danger text-xs" title={text(error.message)}>
                {text(error.message)}
              </span>
            )}
          </span>
        </Td>
      </TableRow>
      {open && (
        <tr>
          <td colSpan={4} className="border-b px-4 py-3">
            <div className="flex flex-col gap-3">
              {error !== null && (
                <Callout tone="danger" title={text(error.message)}>
                  <p>{text(error.hint)}</p>
                  <ErrorFacts error={error} />
                </Callout>
              )}
              <CodeBlock code={statement.sql} className="max-h-72" />
            </div>
          </td>
        </tr>
      )}
    </>
  );
});
