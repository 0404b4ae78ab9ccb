import { auditChoices } from '#lib/audit-log.ts';
import { reading } from '#lib/http/route.ts';

/** The people and actions that appear in the log. */
export const GET = reading(() => auditChoices(), { role: 'admin' });
