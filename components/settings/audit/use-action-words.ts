'use client';

import { useMessages } from '#components/locale.tsx';
import { roleMessages } from '#components/session/role-messages.ts';
import type { AuditRow } from '#lib/audit-log.ts';
import { isRole } from '#lib/session/role.ts';
import { actionMessages } from './action-messages.ts';
import { auditMessages } from './messages.ts';

/** Actions and rows of the log in words; one that has none is shown by its name. */
export function useActionWords() {
  const words: Readonly<Record<string, string>> = useMessages(actionMessages);
  const m = useMessages(auditMessages);
  const roles = useMessages(roleMessages);
  const nameOf = (action: string): string => words[action] ?? action;
  const ofRow = ({ action, subject }: AuditRow): string => {
    const signals: Readonly<Record<string, string>> = m.signals;
    const signal = action === 'task.signal' ? signals[subject.split('/')[1] ?? ''] : undefined;
    return signal ?? nameOf(action);
  };
  const detailOf = ({ detail }: AuditRow): string =>
    Object.entries(detail)
      .map(([name, value]) => {
        if (name === 'role' && isRole(value)) return m.role(roles.names[value]);
        if (name === 'disabled') return value === 'true' ? m.disabled.true : m.disabled.false;
        return `${name}: ${value}`;
      })
      .join(', ');
  return { nameOf, ofRow, detailOf };
}
