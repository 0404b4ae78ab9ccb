import { AdministratorsOnly } from '#components/settings/administrators-only.tsx';
import { AuditLog } from '#components/settings/audit/audit-log.tsx';
import { auditDays } from '#lib/audit-retention.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'Audit Log', zh: '审计日志' });

export default async function AuditPage() {
  const { role } = await requireSession();
  if (role !== 'admin') return <AdministratorsOnly />;
  return <AuditLog keptDays={auditDays()} />;
}
