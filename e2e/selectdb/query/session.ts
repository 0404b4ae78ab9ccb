import type { User } from '../catalog/users.ts';
import type { Cluster } from '../cluster.ts';
import { noDatabase } from '../errors.ts';

/** One MySQL connection. */
export interface Session {
  readonly id: number;
  readonly cluster: Cluster;
  readonly user: User;
  database: string | null;
  computeGroup: string | null;
  readonly variables: Map<string, string>;
}

const VERSIONS = { 3: 'doris-3.0.3-rc04', 4: 'doris-4.0.1-rc02' } as const;

/** What the server starts with. SET of anything that is not here is refused as unknown. */
function defaultsOf({ settings }: Cluster): Readonly<Record<string, string>> {
  return {
    version: '5.7.99',
    version_comment: `Doris version ${VERSIONS[settings.version]}-emulator${settings.cloud ? ' (Cloud Mode)' : ''}`,
    lower_case_table_names: '0',
    autocommit: 'true',
    sql_mode: 'ONLY_FULL_GROUP_BY',
    time_zone: 'Etc/UTC',
    system_time_zone: 'Etc/UTC',
    character_set_client: 'utf8mb4',
    character_set_connection: 'utf8mb4',
    character_set_results: 'utf8mb4',
    character_set_server: 'utf8mb4',
    collation_connection: 'utf8mb4_0900_bin',
    collation_database: 'utf8mb4_0900_bin',
    collation_server: 'utf8mb4_0900_bin',
    max_allowed_packet: '16777216',
    tx_isolation: 'REPEATABLE-READ',
    transaction_isolation: 'REPEATABLE-READ',
    wait_timeout: '28800',
    interactive_timeout: '3600',
    net_write_timeout: '600',
    net_read_timeout: '600',
    query_timeout: '900',
    insert_timeout: '14400',
    insert_visible_timeout_ms: '60000',
    enable_strong_consistency_read: 'false',
    show_all_fe_connection: 'false',
    enable_insert_strict: 'true',
    insert_max_filter_ratio: '1.0',
    enable_unicode_name_support: String(settings.version === 4),
    enable_decimal256: 'false',
    enable_unique_key_partial_update: 'false',
    group_commit: 'off_mode',
    show_hidden_columns: 'false',
    skip_delete_sign: 'false',
    exec_mem_limit: '2147483648',
    parallel_pipeline_task_num: '0',
    license: 'Apache License, Version 2.0',
    auto_increment_increment: '1',
    init_connect: '',
    performance_schema: 'OFF',
    query_cache_size: '1048576',
    query_cache_type: '0',
  };
}

export function variablesOf(session: Session): ReadonlyMap<string, string> {
  return new Map([...Object.entries(defaultsOf(session.cluster)), ...session.cluster.globals, ...session.variables]);
}

export function variable(session: Session, name: string): string | null {
  return session.variables.get(name) ?? session.cluster.globals.get(name) ?? defaultsOf(session.cluster)[name] ?? null;
}

export const isOn = (session: Session, name: string): boolean => /^(true|1|on)$/i.test(variable(session, name) ?? '');

/** The database a statement means when it names none. */
export function databaseOf(session: Session, given: string | null): string {
  const name = given ?? session.database;
  if (name === null) throw noDatabase();
  return name;
}
