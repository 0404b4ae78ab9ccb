'use client';

import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { UserView } from '#lib/session/users.ts';
import { useTold } from '../use-sentence.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { userMessages } from './messages.ts';
import { useUserActions } from './use-users.ts';

export interface UserQuestionProps {
  readonly what: 'reset' | 'disable' | 'remove';
  readonly user: UserView;
  readonly onClose: () => void;
}

/** Asks once more, does it, and for a reset shows the password to hand over. */
export function UserQuestion({ what, user, onClose }: UserQuestionProps) {
  const m = useMessages(userMessages);
  const told = useTold();
  const actions = useUserActions();
  const [password, setPassword] = useState<string | null>(null);
  const handedOver = useRef(false);
  if (password !== null) return <HandOverDialog title={m.resetDone(user.name)} user={user} password={password} onClose={onClose} />;
  const words = {
    reset: { title: m.resetTitle(user.name), text: m.resetText, label: m.resetPassword },
    disable: { title: m.disableTitle(user.name), text: m.disableText, label: m.disable },
    remove: { title: m.removeTitle(user.name), text: m.removeText, label: m.remove },
  }[what];
  const act = async () => {
    if (what === 'reset') {
      const made = await actions.resetPassword(user.id);
      handedOver.current = true;
      return setPassword(made.password);
    }
    if (what === 'disable') await actions.setDisabled(user.id, true);
    else await actions.remove(user.id);
    toast.success(what === 'disable' ? m.disabled(user.name) : m.removed(user.name));
    onClose();
  };
  return (
    <ConfirmDialog
      open
      // After a reset the password takes this dialog's place.
      onOpenChange={() => !handedOver.current && onClose()}
      title={words.title}
      tone={what === 'reset' ? 'primary' : 'danger'}
      confirmLabel={words.label}
      {...(what === 'remove' ? { typed: user.email } : {})}
      onConfirm={() => told(act)}
    >
      {words.text}
    </ConfirmDialog>
  );
}
