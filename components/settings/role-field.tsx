'use client';

import { useMessages } from '#components/locale.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import { RadioCards } from '#components/ui/radio-card.tsx';
import { mayAs, ROLES, type Role } from '#lib/session/role.ts';

export interface RoleFieldProps {
  readonly label: string;
  readonly value: Role;
  readonly onValueChange: (role: Role) => void;
  /** Those above it cannot be chosen. */
  readonly most?: Role | undefined;
}

/** One of the roles, each with what it may. */
export function RoleField({ label, value, onValueChange, most = 'admin' }: RoleFieldProps) {
  const m = useMessages(roleMessages);
  return (
    <RadioCards
      aria-label={label}
      value={value}
      onValueChange={onValueChange}
      options={ROLES.map((role) => ({
        value: role,
        title: m.names[role],
        description: m.about[role],
        disabled: !mayAs(most, role),
      }))}
    />
  );
}
