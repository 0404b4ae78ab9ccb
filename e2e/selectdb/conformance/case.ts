/** Loads into a table `t`, and what is in it afterwards. Numbers stand for the texts that the server sends. */
export interface LoadCase {
  readonly name: string;
  readonly version?: 3 | 4;
  readonly tables: readonly string[];
  readonly loads: readonly {
    readonly body: string | Buffer;
    readonly headers: Readonly<Record<string, string>>;
    readonly answers: Readonly<Record<string, unknown>>;
    readonly says?: string;
    /** Stands behind ErrorURL. */
    readonly reason?: string;
  }[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly query?: string;
}

const TAIL = 'DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1"';
export const unique = (columns: string, properties = ''): string =>
  `CREATE TABLE t (k INT NOT NULL, ${columns}) UNIQUE KEY(k) ${TAIL}${properties})`;
export const duplicate = (columns: string): string => `CREATE TABLE t (k INT NOT NULL, ${columns}) DUPLICATE KEY(k) ${TAIL})`;
export const json = (headers: Readonly<Record<string, string>> = {}) => ({
  format: 'json',
  read_json_by_line: 'true',
  strict_mode: 'true',
  ...headers,
});
export const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
export const success = (rows: number) => ({
  Status: 'Success',
  Message: 'OK',
  NumberTotalRows: rows,
  NumberLoadedRows: rows,
  NumberFilteredRows: 0,
});
export const failed = (total: number, filtered: number) => ({
  Status: 'Fail',
  NumberTotalRows: total,
  NumberLoadedRows: 0,
  NumberFilteredRows: filtered,
});
