'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { ReleaseReport } from '#engine/engine.ts';
import { taskMessages } from './messages.ts';

/** What a release could not remove, with the SQL that does it. */
export function Leftovers({ leftovers, text: words }: { readonly leftovers: ReleaseReport['leftovers']; readonly text?: string }) {
  const m = useMessages(taskMessages);
  const text = useText();
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="text-muted">{words ?? m.leftoversText}</p>
      <ul className="flex flex-col gap-4">
        {leftovers.map((left) => (
          <li key={`${left.object} ${left.sql}`} className="min-w-0">
            <div className="font-medium [overflow-wrap:anywhere]">{left.object}</div>
            <p className="mt-0.5 mb-2 text-muted [overflow-wrap:anywhere]">{text(left.error.message)}</p>
            {left.sql !== '' && <CodeBlock code={left.sql} className="max-h-40" />}
          </li>
        ))}
      </ul>
      {leftovers.some(({ sql }) => sql.includes('pg_drop_replication_slot')) && <p className="text-warning">{m.leftoversWarning}</p>}
    </div>
  );
}
