import { auditQuery, readAudit } from '#lib/audit-log.ts';
import { reading } from '#lib/http/route.ts';

/** A page of the audit log; `person`, `action`, `outcome`, `from` and `to` narrow it. */
export const GET = reading(({ url }) => readAudit(auditQuery.parse(Object.fromEntries(url.searchParams))), { role: 'admin' });
