import { type TableName, tableId } from './table.ts';

/** Beats for the tasks of a source database, so that their slots move (dts.md 10.2). */
export const HEARTBEAT_TABLE: TableName = { schema: 'public', name: 'dts_postgres_heartbeat' };
/** The DDL that was run at the source (dts.md 10.4). */
export const DDL_TABLE: TableName = { schema: 'public', name: 'dts_ddl_command' };
/** Tables as the last command on each left them. */
export const STRUCTURE_TABLE: TableName = { schema: 'public', name: 'dts_pg_class' };

/** Before version 10 commands are numbered by a sequence that is an object by itself. */
const DDL_SEQUENCE: TableName = { schema: 'public', name: 'dts_ddl_command_id_seq' };

/** What DTS makes at a source beside those (dts.md 10.3) and nothing here needs: it may be there still, or be in use. */
const OF_DTS: readonly TableName[] = ['dts_pg_attribute', 'dts_pg_type', 'dts_pg_enum', 'dts_args_session', 'aliyun_dts_instance'].map(
  (name) => ({ schema: 'public', name }),
);

/** Tables of ours at a source, and those of DTS. No person selects them, and their changes are rows of nobody's. */
export const HELPER_RELATIONS: readonly TableName[] = [HEARTBEAT_TABLE, DDL_TABLE, STRUCTURE_TABLE, DDL_SEQUENCE, ...OF_DTS];

/** Names of the tables, in schema public, in which tasks list what they follow where there are no publications (before version 10). */
export const PUBLISHED_LIST = '^dts_sync_.*_[0-9a-f]{10}$';

const IDS: ReadonlySet<string> = new Set(HELPER_RELATIONS.map(tableId));
const LIST = new RegExp(PUBLISHED_LIST);

export const isHelper = (table: TableName): boolean => IDS.has(tableId(table)) || (table.schema === 'public' && LIST.test(table.name));

/** Functions of ours in the same schema, by name. */
export const HELPER_ROUTINES: readonly string[] = ['dts_capture_ddl', 'dts_note_rewrite', 'dts_table_structure'];
