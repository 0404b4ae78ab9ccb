'use client';

import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { settingsMessages } from '../messages.ts';
import { SecretOnce } from '../secret-once.tsx';
import { userMessages } from './messages.ts';

export interface HandOverDialogProps {
  readonly title: string;
  readonly user: { readonly name: string; readonly email: string };
  readonly password: string;
  readonly onClose: () => void;
}

/** The password of a user, to be handed over. */
export function HandOverDialog({ title, user, password, onClose }: HandOverDialogProps) {
  const m = useMessages(userMessages);
  const common = useMessages(settingsMessages);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={user.email}
      footer={
        <Button variant="primary" onClick={onClose}>
          {common.done}
        </Button>
      }
    >
      <SecretOnce label={m.password} value={password} note={m.passwordNote} />
    </Dialog>
  );
}
