'use client';

import { ArrowLeftRight, Copy, Ellipsis, KeyRound, ListPlus, Pause, Pencil, Play, RotateCcw, Square, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { taskMessages } from '#components/task/messages.ts';
import { DropdownItem, DropdownMenu, DropdownSeparator } from '#components/ui/dropdown-menu.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { stepPath } from '#components/wizard/steps.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { api, explain } from '#lib/http/client.ts';
import { type Operation, whyNot } from '#lib/task/permits.ts';
import type { TaskView } from '#lib/task/view.ts';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { operationsMessages } from './messages.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';

/** What has a button beside the menu while it can be done. */
const SIGNALS = [
  { name: 'pause', icon: <Pause /> },
  { name: 'resume', icon: <Play /> },
  { name: 'stop', icon: <Square /> },
] as const;

type Asked = 'rename' | 'endpoint' | 'reverse' | 'reset';

export interface MoreMenuProps {
  readonly task: TaskView;
  readonly state: TaskState;
}

/** What can be done with the task beside starting and stopping it; what cannot be done now says why. */
export function MoreMenu({ task, state }: MoreMenuProps) {
  const m = useMessages(operationsMessages);
  const words = useMessages(taskMessages);
  const text = useText();
  const router = useRouter();
  const forbidden = useForbidden('operator');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [copying, setCopying] = useState(false);
  const close = () => setAsked(null);
  const why = (operation: Operation): string | null => {
    const reason = whyNot(operation, { state, types: task.config.types, destination: task.destination?.type ?? null });
    return forbidden ?? (reason === null ? null : text(reason));
  };
  const similar = async () => {
    if (copying) return;
    setCopying(true);
    try {
      const { id } = await api<{ readonly id: string }>('POST', `/tasks/${encodeURIComponent(task.id)}/similar`);
      toast.success(m.similarDone);
      router.push(stepPath(id, 'connections'));
    } catch (error) {
      const { message, hint } = explain(error);
      toast.error(text(message), { description: text(hint) });
    } finally {
      setCopying(false);
    }
  };
  return (
    <>
      <DropdownMenu
        className="w-72"
        trigger={<IconButton variant="secondary" label={m.moreLabel} icon={<Ellipsis aria-hidden />} loading={copying} />}
      >
        {SIGNALS.filter(({ name }) => why(name) !== null).map(({ name, icon }) => (
          <Item key={name} icon={icon} reason={why(name)}>
            {words[name]}
          </Item>
        ))}
        <DropdownSeparator />
        <Item icon={<Pencil />} reason={why('rename')} onSelect={() => setAsked('rename')}>
          {m.rename}
        </Item>
        <Item icon={<KeyRound />} reason={why('endpoint')} onSelect={() => setAsked('endpoint')}>
          {m.endpoint}
        </Item>
        <Item
          icon={<ListPlus />}
          reason={why('objects')}
          note={m.objectsText}
          onSelect={() => router.push(`/tasks/${encodeURIComponent(task.id)}/objects`)}
        >
          {m.objects}
        </Item>
        <DropdownSeparator />
        <Item icon={<Copy />} reason={why('similar')} note={m.similarText} onSelect={() => void similar()}>
          {m.similar}
        </Item>
        <Item icon={<ArrowLeftRight />} reason={why('reverse')} onSelect={() => setAsked('reverse')}>
          {m.reverse}
        </Item>
        <DropdownSeparator />
        <Item icon={<RotateCcw />} reason={why('reset')} tone="danger" onSelect={() => setAsked('reset')}>
          {m.reset}
        </Item>
        {/* There is a button for it as soon as it can be done. */}
        {why('release') !== null && (
          <Item icon={<Trash2 />} reason={why('release')} tone="danger">
            {m.release}
          </Item>
        )}
      </DropdownMenu>
      {asked === 'rename' && <RenameDialog id={task.id} name={task.name} onClose={close} />}
      {asked === 'endpoint' && <EndpointDialog task={task} running={isRunning(state.name)} onClose={close} />}
      {asked === 'reverse' && <ReverseDialog id={task.id} onClose={close} />}
      {asked === 'reset' && <ResetDialog id={task.id} name={task.name} onClose={close} />}
    </>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  /** Why it cannot be done now, or null. */
  readonly reason: string | null;
  readonly note?: string;
  readonly tone?: 'danger';
  readonly onSelect?: () => void;
  readonly children: ReactNode;
}

function Item({ icon, reason, note, tone, onSelect, children }: ItemProps) {
  return (
    <DropdownItem icon={icon} tone={tone} disabled={reason !== null} description={reason ?? note} onSelect={onSelect}>
      {children}
    </DropdownItem>
  );
}
