'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import type { UserView } from '#lib/session/users.ts';
import { RoleField } from '../role-field.tsx';
import { userMessages } from './messages.ts';
import { useUserActions } from './use-users.ts';

export function RoleDialog({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const m = useMessages(userMessages);
  const { setRole } = useUserActions();
  const [role, choose] = useState(user.role);
  const save = async () => {
    await setRole(user.id, role);
    toast.success(m.roleSaved(user.name));
  };
  return (
    <FormDialog title={m.roleTitle(user.name)} saveLabel={m.roleSave} wrong={role === user.role} onSave={save} onClose={onClose}>
      {() => <RoleField label={m.role} value={role} onValueChange={choose} />}
    </FormDialog>
  );
}
