import { FIRST_USER_OID, notOfExtension } from '../fragments.ts';

/**
 * Condition: the default or check calls a function that users made. Such are objects of their own, for the function may need the
 * table first; an extension's functions are there before any table. `oid` is an SQL expression.
 */
export function callsUserFunction(catalog: 'pg_attrdef' | 'pg_constraint', oid: string): string {
  return `${oid} in (select call.objid from pg_depend call where call.classid = '${catalog}'::regclass
    and call.refclassid = 'pg_proc'::regclass and call.refobjid >= ${FIRST_USER_OID} and ${notOfExtension('pg_proc', 'call.refobjid')})`;
}
