'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { TableDesign } from '#engine/engine.ts';
import { displayName } from '#engine/schema/table.ts';
import { fieldsMessages } from './messages.ts';

/** The statement that makes the chosen table, as it is with what was said last. */
export function DdlPane({ design, pending }: { readonly design: TableDesign | undefined; readonly pending: boolean }) {
  const m = useMessages(fieldsMessages);
  const text = useText();
  if (design === undefined) return <p className="px-4 py-6 text-muted text-sm">{m.choose}</p>;
  const { refused } = design.model;
  const hasDdl = design.ddl !== '' && !design.exists;
  return (
    <div className="flex min-w-0 flex-col gap-3 p-4" aria-busy={pending}>
      <h3 className="flex min-w-0 items-center gap-2 font-medium text-sm">
        <span className="min-w-0 flex-1 truncate">{displayName(design.destination)}</span>
        <span role="status" className="inline-flex size-4 shrink-0">
          {pending && (
            <>
              <Spinner />
              <span className="sr-only">{m.updating}</span>
            </>
          )}
        </span>
        {hasDdl && <CopyButton value={design.ddl} />}
      </h3>
      {refused !== undefined && (
        <Callout tone="danger" title={text(refused.cause)}>
          {text(refused.fix)}
        </Callout>
      )}
      {design.exists && <p className="text-muted text-sm">{m.existing}</p>}
      {/* The button stands above: lines that do not wrap run under one that lies on them. */}
      {hasDdl && <CodeBlock code={design.ddl} wrap={false} copy={false} className="max-h-[32rem]" />}
      {design.ddl === '' && !design.exists && <p className="text-muted text-sm">{m.noDdl}</p>}
    </div>
  );
}
