import { auditCsv } from '#lib/audit-csv.ts';
import { auditQuery, eachAuditRow } from '#lib/audit-log.ts';
import { reading } from '#lib/http/route.ts';

/** All that the filters leave, as CSV. */
export const GET = reading(async ({ url }) => auditCsv(eachAuditRow(auditQuery.parse(Object.fromEntries(url.searchParams)))), {
  role: 'admin',
});
