'use client';

import { memo } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { ErrorFacts } from '#components/task-status/error-facts.tsx';
import { Expander } from '#components/task-status/expander.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { TableRow, Td } from '#components/ui/data-table.tsx';
import { StatePill, type StateTone } from '#components/ui/state-pill.tsx';
import type { ErrorReport } from '#engine/errors.ts';
import type { ShownState, StatementItem } from '#lib/task/structure-page.ts';
import { structureMessages } from './messages.ts';

const TONE: Readonly<Record<ShownState, StateTone>> = {
  waiting: 'neutral',
  running: 'running',
  done: 'success',
  failed: 'danger',
  skipped: 'warning',
};

export interface StatementRowProps {
  readonly statement: StatementItem;
  /** Null before the task has started: nothing has a state then. */
  readonly state: ShownState | null;
  readonly error: ErrorReport | null;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One statement: what it makes and how it went; its SQL on demand. */
export const StatementRow = memo(function StatementRow({ statement, state, error, open, onToggle }: StatementRowProps) {
  const m = useMessages(structureMessages);
  const format = useFormat();
  const { id, object, part, sql } = statement;
  return (
    <>
      <TableRow interactive>
        <Td numeric className="text-subtle text-xs">
          {format.count(statement.index + 1)}
        </Td>
        <Td>
          <span className="flex min-w-0 items-center gap-1">
            <Expander label={m.showSql(object)} open={open} onToggle={() => onToggle(id)} />
            <span className="min-w-0 truncate font-medium" title={object}>
              {object}
            </span>
            {part !== 'make' && <Badge className="ml-1">{m.parts[part]}</Badge>}
          </span>
        </Td>
        <Td muted>
          <KindLabel kind={statement.kind} />
        </Td>
        <Td muted className="truncate">
          {m.phases[statement.phase]}
        </Td>
        {state !== null && (
          <Td>
            <StatePill bare tone={TONE[state]}>
              {m.states[state]}
            </StatePill>
          </Td>
        )}
        <Td className="py-0">
          <CopyButton
            value={sql}
            label={m.copyOf(object)}
            className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 [@media(hover:none)]:opacity-100"
          />
        </Td>
      </TableRow>
      {open && (
        <tr>
          <td colSpan={state === null ? 5 : 6} className="border-b px-4 py-3">
            <div className="flex flex-col gap-3">
              {error !== null && <StatementError error={error} />}
              <CodeBlock code={sql} className="max-h-72" />
            </div>
          </td>
        </tr>
      )}
    </>
  );
});

export function StatementError({ error }: { readonly error: ErrorReport }) {
  const text = useText();
  return (
    <Callout tone="danger" title={text(error.message)}>
      <p>{text(error.hint)}</p>
      <ErrorFacts error={error} />
    </Callout>
  );
}
