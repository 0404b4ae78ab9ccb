'use client';

import { Eye, MoreHorizontal, Pause, Play, Settings2, Square, Tag, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { memo, Suspense, useState } from 'react';
import { useLabels } from '#components/label/use-labels.ts';
import { useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { allowedActions } from '#components/task/actions.ts';
import { taskMessages } from '#components/task/messages.ts';
import { type AskedAction, TaskDialogs } from '#components/task/task-dialogs.tsx';
import { useTaskSignal } from '#components/task/use-task-signal.ts';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { TaskRow } from '#lib/task/view.ts';
import { LabelDialog } from './batch/late.ts';
import { taskListMessages } from './messages.ts';
import { taskPath } from './task-path.ts';

/** What can be done with one task from the list. Drawn anew only with its task: each has the questions it asks beside it. */
export const RowMenu = memo(function RowMenu({ row }: { readonly row: TaskRow }) {
  const words = useMessages(taskMessages);
  const m = useMessages(taskListMessages);
  const router = useRouter();
  const { pending, send } = useTaskSignal(row.id, row.state);
  const [asked, setAsked] = useState<AskedAction | 'label' | null>(null);
  const labels = useLabels();
  const forbidden = useForbidden('operator');
  const why = forbidden === null ? {} : { disabled: true, description: forbidden };
  const allowed = allowedActions(row.state, row.types);
  const open = () => router.push(taskPath(row));
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton size="sm" tooltip={false} label={m.actionsOf(row.name)} icon={<MoreHorizontal />} loading={pending !== null} />
        }
      >
        <DropdownItem icon={allowed.configure ? <Settings2 /> : <Eye />} onSelect={open}>
          {allowed.configure ? m.configure : m.open}
        </DropdownItem>
        {allowed.pause && (
          <DropdownItem icon={<Pause />} {...why} onSelect={() => send('pause')}>
            {words.pause}
          </DropdownItem>
        )}
        {allowed.resume && (
          <DropdownItem icon={<Play />} {...why} onSelect={() => send('resume')}>
            {words.resume}
          </DropdownItem>
        )}
        <DropdownItem icon={<Tag />} disabled={labels === null} {...why} onSelect={() => setAsked('label')}>
          {m.label}
        </DropdownItem>
        {(allowed.stop || allowed.release) && <DropdownSeparator />}
        {allowed.stop && (
          <DropdownItem icon={<Square />} tone="danger" {...why} onSelect={() => setAsked('stop')}>
            {words.stop}
          </DropdownItem>
        )}
        {allowed.release && (
          <DropdownItem icon={<Trash2 />} tone="danger" {...why} onSelect={() => setAsked('release')}>
            {allowed.configure ? words.delete : words.release}
          </DropdownItem>
        )}
      </DropdownMenu>
      <TaskDialogs task={row} asked={asked === 'label' ? null : asked} onClose={() => setAsked(null)} />
      <Suspense>
        {asked === 'label' && labels !== null && <LabelDialog tasks={[row]} labels={labels} onClose={() => setAsked(null)} />}
      </Suspense>
    </>
  );
});
