'use client';

import type { ReactNode } from 'react';
import type { Role } from '#lib/session/role.ts';
import { useForbidden } from './role.tsx';

export interface ReservedProps {
  /** Who may use what is inside; absent: operators. */
  readonly least?: Role | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Controls that take a role. For others they stand there disabled, and say why: to the eye on hover, to a reader as their group. */
export function Reserved({ least = 'operator', className = 'contents', children }: ReservedProps) {
  const reason = useForbidden(least);
  if (reason === null) return <div className={className}>{children}</div>;
  return (
    <fieldset disabled title={reason} className={className}>
      <legend className="sr-only">{reason}</legend>
      {children}
    </fieldset>
  );
}
