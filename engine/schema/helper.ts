import { type TableName, tableId } from './table.ts';

/** Beats for the tasks of a source database, so that their slots move (dts.md 10.2). */
export const HEARTBEAT_TABLE: TableName = { schema: 'public', name: 'dts_postgres_heartbeat' };
/** The DDL that was run at the source (dts.md 10.4). */
export const DDL_TABLE: TableName = { schema: 'public', name: 'dts_ddl_command' };
/** Tables as the last command on each left them. */
export const STRUCTURE_TABLE: TableName = { schema: 'public', name: 'dts_pg_class' };

/** Tables of ours at a source. No person selects them, and their changes are rows of nobody's. */
export const HELPER_RELATIONS: readonly TableName[] = [HEARTBEAT_TABLE, DDL_TABLE, STRUCTURE_TABLE];

const IDS: ReadonlySet<string> = new Set(HELPER_RELATIONS.map(tableId));

export const isHelper = (table: TableName): boolean => IDS.has(tableId(table));

/** Functions of ours in the same schema, by name. */
export const HELPER_ROUTINES: readonly string[] = ['dts_capture_ddl', 'dts_note_rewrite', 'dts_table_structure'];
