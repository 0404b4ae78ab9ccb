'use client';

import { useMessages } from '#components/locale.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { KeyCaps, useModifier } from './key-caps.tsx';
import { commandMessages } from './messages.ts';
import { GO } from './shortcuts.ts';

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const m = useMessages(commandMessages);
  const modifier = useModifier();
  const lines = [
    { what: m.keys.menu, keys: [modifier, 'K'], between: undefined },
    { what: m.keys.search, keys: ['/'], between: undefined },
    ...GO.map(({ key, name }) => ({ what: m.keys[name], keys: ['G', key.toUpperCase()], between: m.between })),
    { what: m.keys.help, keys: ['?'], between: undefined },
  ];
  return (
    <Dialog open onOpenChange={onClose} title={m.shortcuts} size="sm">
      <dl className="divide-y text-sm">
        {lines.map(({ what, keys, between }) => (
          <div key={what} className="flex min-h-9 items-center justify-between gap-4">
            <dt>{what}</dt>
            <dd>
              <KeyCaps keys={keys} between={between} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
