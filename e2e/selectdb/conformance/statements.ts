/** A statement and what the server says to it: `OK`, or a part of its refusal. Read from the server's sources, not from this emulator. */
export interface Case {
  readonly sql: string;
  readonly says: string;
  /** Only where the rule is this release's. */
  readonly version?: 3 | 4;
}

const hash = (column = 'k'): string => `DISTRIBUTED BY HASH(\`${column}\`) BUCKETS 1 PROPERTIES ("replication_num" = "1")`;
const unique = (columns: string, keys = '`k`', tail = hash()): string => `CREATE TABLE t (${columns}) UNIQUE KEY(${keys}) ${tail}`;
const duplicate = (columns: string, keys = '`k`', tail = hash()): string => `CREATE TABLE t (${columns}) DUPLICATE KEY(${keys}) ${tail}`;
const properties = (text: string): string =>
  unique('k INT, v INT', '`k`', `DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1", ${text})`);

/** Each is run in a database without tables. */
export const CREATES: readonly Case[] = [
  { sql: unique('k INT, v STRING'), says: 'OK' },
  { sql: unique('k INT, v STRING,'), says: 'OK' },
  { sql: duplicate('k INT, v STRING'), says: 'OK' },
  { sql: `CREATE TABLE t (k INT, v INT) ${hash()}`, says: 'OK' },
  {
    sql: unique('k VARCHAR(65533), v VARCHAR, c CHAR(255), d DECIMAL, e DECIMAL(38,38), f DATETIME(6), g DATEV2, h DATETIMEV2(3), i JSON'),
    says: 'OK',
  },
  { sql: unique('k LARGEINT, a ARRAY<INT>, m MAP<STRING,INT>, s STRUCT<x:INT,y:STRING>, i INT(11), b BOOLEAN'), says: 'OK' },
  {
    sql: `CREATE TABLE t (k INT, v INT) UNIQUE KEY(k) COMMENT 'x' DISTRIBUTED BY HASH(k) BUCKETS AUTO PROPERTIES ("replication_num" = "1")`,
    says: 'OK',
  },
  // Syntax
  { sql: `CREATE TABLE t (k INT, v INT) ${hash().replace(' PROPERTIES', ' COMMENT "x" PROPERTIES')}`, says: 'mismatched input' },
  { sql: unique('k INT, v NUMERIC(10,2)'), says: 'input' },
  { sql: unique('k INT, v TIMESTAMP'), says: 'input' },
  { sql: unique('k INT, v BYTEA'), says: 'input' },
  { sql: unique('k INT, v DOUBLE PRECISION'), says: 'mismatched input' },
  { sql: unique('k INT, v INT DEFAULT now()'), says: 'mismatched input' },
  { sql: unique('k INT, v INT COMMENT "c" NOT NULL'), says: 'mismatched input' },
  { sql: unique('k INT, a-b INT'), says: 'quot' },
  { sql: 'CREATE TABLE t (k INT PRIMARY KEY)', says: 'mismatched input' },
  { sql: `CREATE TABLE "t" (k INT) ${hash()}`, says: 'mismatched input' },
  // B1 to B6
  { sql: `CREATE TABLE t () ${hash()}`, says: 'table should contain at least one column' },
  { sql: `CREATE TABLE missing_db.t (k INT) ${hash()}`, says: "Unknown database 'missing_db'" },
  { sql: unique('k INT, __DORIS_X INT'), says: 'Disable to create table column with name start with __DORIS_: __DORIS_X' },
  { sql: unique('k INT, K INT'), says: "Duplicate column name 'K'" },
  // B7
  {
    sql: `CREATE TABLE t (k DOUBLE, v INT) ${hash('v')}`,
    says: 'The olap table first column could not be float, double, string or array, struct, map',
  },
  { sql: `CREATE TABLE t (k STRING, v INT) ${hash('v')}`, says: 'The olap table first column could not be float, double, string' },
  {
    sql: 'CREATE TABLE t (k STRING, v INT) DISTRIBUTED BY RANDOM BUCKETS 1 PROPERTIES ("replication_num" = "1", "enable_duplicate_without_keys_by_default" = "true")',
    says: 'OK',
  },
  // B8, B9
  { sql: properties('"enable_unique_key_merge_on_write" = "TRUE"'), says: 'enable_unique_key_merge_on_write' },
  {
    sql: `CREATE TABLE t (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1", "enable_unique_key_merge_on_write" = "true")`,
    says: 'enable_unique_key_merge_on_write property only support unique key table',
  },
  { sql: unique('k INT, v INT', '`x`'), says: "Key column[x] doesn't exist." },
  {
    sql: unique('v INT, k INT'),
    says: 'Key columns should be a ordered prefix of the schema. KeyColumns[0] (starts from zero) is k, but corresponding column is v in the previous columns declaration.',
  },
  { sql: unique('k INT, v INT SUM'), says: 'UNIQUE_KEYS table should not specify aggregate type for non-key column[v]' },
  { sql: duplicate('k INT, v INT SUM'), says: 'DUP_KEYS table should not specify aggregate type for non-key column[v]' },
  {
    sql: `CREATE TABLE t (k INT, v INT) AGGREGATE KEY(k) ${hash()}`,
    says: 'AGG_KEYS table should specify aggregate type for non-key column[v]',
  },
  // B12
  {
    sql: unique('k INT, v INT', '`k`', 'DISTRIBUTED BY HASH(k) BUCKETS 0'),
    says: 'Number of hash distribution should be greater than zero.',
  },
  { sql: unique('k INT, v INT', '`k`', 'DISTRIBUTED BY HASH(k, k) BUCKETS 1'), says: 'Duplicate key in distribution desc is not allowed' },
  { sql: unique('k INT, v INT', '`k`', 'DISTRIBUTED BY HASH(x) BUCKETS 1'), says: "Distribution column(x) doesn't exist" },
  { sql: unique('k INT, v INT', '`k`', 'DISTRIBUTED BY HASH(v) BUCKETS 1'), says: 'Distribution column[v] is not key column' },
  {
    sql: unique('k INT, v INT', '`k`', 'DISTRIBUTED BY RANDOM BUCKETS 1'),
    says: 'Create unique keys table should not contain random distribution desc',
  },
  { sql: 'CREATE TABLE t (k INT) UNIQUE KEY(k)', says: 'Create unique keys table should not contain random distribution desc' },
  // B17
  { sql: properties('"no_such" = "1"'), says: 'Unknown properties: {no_such=1}' },
  { sql: properties('"light_schema_change" = "maybe"'), says: 'light_schema_change must be `true` or `false`' },
  { sql: properties('"function_column.sequence_col" = "x"'), says: 'The specified sequence column[x] not exists' },
  { sql: properties('"function_column.sequence_type" = "string"'), says: 'Sequence type only support integer types and date types' },
  {
    sql: properties('"function_column.sequence_type" = "bigint", "function_column.sequence_col" = "v"'),
    says: 'The sequence_col and sequence_type cannot be set at the same time',
  },
  {
    sql: 'CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1", "function_column.sequence_type" = "bigint")',
    says: 'sequence column only support UNIQUE_KEYS',
  },
  {
    sql: 'CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "0")',
    says: 'Replication num should between 1 and 32767',
  },
  {
    sql: 'CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "999")',
    says: 'replication num should be less than the number of available backends. replication num is 999',
  },
  // C
  { sql: unique('k FLOAT, v INT'), says: 'Float or double can not used as a key, use decimal instead.' },
  { sql: unique('k STRING, v INT'), says: 'String Type should not be used in key column[k]' },
  { sql: unique('k JSON, v INT'), says: 'JsonType type should not be used in key column[k].' },
  { sql: unique('k ARRAY<INT>, v INT'), says: 'Array can only be used in the non-key column of the duplicate table at present.' },
  { sql: unique('k INT, v TIME'), says: 'Time type is not supported for olap table' },
  { sql: unique('k INT, v INT NOT NULL DEFAULT NULL'), says: 'Can not set null default value to non nullable column: v' },
  { sql: unique(`k INT, v JSON DEFAULT '{}'`), says: 'Json or Variant type column default value just support null' },
  { sql: unique(`k INT, v VARCHAR(2) DEFAULT 'abc'`), says: 'Default value is too long: abc' },
  {
    sql: unique('k INT, v INT DEFAULT CURRENT_TIMESTAMP'),
    says: 'Types other than DATETIME and DATETIMEV2 cannot use current_timestamp as the default value',
  },
  { sql: unique('k INT, v DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), w DATE DEFAULT CURRENT_DATE, x DOUBLE DEFAULT PI'), says: 'OK' },
  { sql: unique('k INT, v TINYINT DEFAULT 300'), says: '300' },
  { sql: unique(`k INT, v DATE DEFAULT 'yesterday'`), says: 'yesterday' },
  // D
  { sql: unique('k INT, v VARCHAR(65534)'), says: '65533' },
  { sql: unique('k INT, v CHAR(256)'), says: '255' },
  { sql: unique('k INT, v DECIMAL(39,2)'), says: 'precision 39, which is greater than 38 is disabled by default' },
  { sql: unique('k INT, v DECIMAL(5,6)'), says: 'cale' },
  { sql: unique('k INT, v DATETIME(7)'), says: '6' },
  // A
  { sql: `CREATE TABLE \`${'t'.repeat(65)}\` (k INT) ${hash()}`, says: 'table_name_length_limit' },
  { sql: `CREATE TABLE \`中\` (k INT) ${hash()}`, says: "Incorrect table name '中'", version: 3 },
  { sql: `CREATE TABLE \`中\` (k INT, \`列\` INT) ${hash()}`, says: 'OK', version: 4 },
  { sql: `CREATE TABLE \`a_#TEMP#_b\` (k INT) ${hash()}`, says: '_#TEMP#_', version: 4 },
  { sql: unique('k INT, `__doris_shadow_x` INT'), says: 'Disable to create table column with name start with __DORIS_: __DORIS_SHADOW_X' },
];

/** Each is run on `t`, anew: a UNIQUE table of a key `k`, and v INT, s VARCHAR(10) DEFAULT 'x', n INT NOT NULL DEFAULT 1, d DECIMAL(10,2). */
export const CHANGES: readonly Case[] = [
  { sql: 'ALTER TABLE t ADD COLUMN a INT', says: 'OK' },
  { sql: 'ALTER TABLE t ADD COLUMN (a INT, b STRING)', says: 'OK' },
  { sql: 'ALTER TABLE t ADD COLUMN a INT AFTER v, DROP COLUMN s', says: 'OK' },
  { sql: 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT', says: 'input' },
  { sql: 'ALTER TABLE t ADD COLUMN V INT', says: 'Can not add column which already exists in base table' },
  { sql: 'ALTER TABLE t ADD COLUMN a INT NOT NULL', says: "Field 'a' doesn't have a default value" },
  { sql: 'ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT 5', says: 'OK' },
  { sql: 'ALTER TABLE t ADD COLUMN a INT FIRST', says: "Can't add value column a as First column" },
  { sql: 'ALTER TABLE t ADD COLUMN a INT AFTER nothing', says: 'Column[nothing] does not found' },
  { sql: 'ALTER TABLE t ADD COLUMN a INT KEY AFTER v', says: "can't add key column a after value column v" },
  { sql: 'ALTER TABLE t ADD COLUMN a INT SUM', says: 'aggregation method' },
  { sql: 'ALTER TABLE t DROP COLUMN v', says: 'OK' },
  { sql: 'ALTER TABLE t DROP COLUMN nothing', says: 'Column does not exists: nothing' },
  { sql: 'ALTER TABLE t DROP COLUMN k', says: 'Can not drop partition or distribution column : k' },
  { sql: 'ALTER TABLE t DROP COLUMN __DORIS_DELETE_SIGN__', says: 'Do not support drop hidden column' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v BIGINT', says: 'OK' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v SMALLINT', says: 'Can not change INT to SMALLINT' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v BOOLEAN', says: 'Can not change INT to BOOLEAN' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v BIGINT NOT NULL', says: 'Can not change from nullable to non-nullable' },
  { sql: 'ALTER TABLE t MODIFY COLUMN n INT DEFAULT 1', says: 'OK' },
  { sql: `ALTER TABLE t MODIFY COLUMN s VARCHAR(20) DEFAULT 'x'`, says: 'OK' },
  { sql: 'ALTER TABLE t MODIFY COLUMN s VARCHAR(20)', says: 'Can not change default value' },
  { sql: `ALTER TABLE t MODIFY COLUMN s VARCHAR(5) DEFAULT 'x'`, says: 'Shorten type length is prohibited' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v INT', says: 'Nothing is changed. please check your alter stmt.' },
  { sql: 'ALTER TABLE t MODIFY COLUMN nothing INT', says: 'Column[nothing] does not exists' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v VARCHAR(3)', says: 'narrower type' },
  { sql: 'ALTER TABLE t MODIFY COLUMN v STRING', says: 'OK' },
  { sql: 'ALTER TABLE t MODIFY COLUMN d DECIMAL(14,4)', says: 'OK' },
  { sql: 'ALTER TABLE t MODIFY COLUMN k BIGINT', says: 'Can not modify distribution column[k]' },
  { sql: 'ALTER TABLE t RENAME u', says: 'OK' },
  { sql: 'ALTER TABLE t RENAME t', says: 'is already used' },
  { sql: 'ALTER TABLE t RENAME COLUMN v w', says: 'OK' },
  { sql: 'ALTER TABLE t RENAME COLUMN v TO w', says: 'mismatched input' },
  { sql: 'ALTER TABLE t RENAME COLUMN v v', says: 'Same column name' },
  { sql: 'ALTER TABLE t RENAME COLUMN v s', says: 'Column name[s] is already used' },
  { sql: 'ALTER TABLE t RENAME COLUMN nothing w', says: 'Column[nothing] does not exists' },
  { sql: 'ALTER TABLE t ALTER COLUMN v TYPE BIGINT', says: 'input' },
  { sql: `ALTER TABLE t MODIFY COMMENT 'hello'`, says: 'OK' },
  { sql: `ALTER TABLE t MODIFY COLUMN v COMMENT 'hello'`, says: 'OK' },
  { sql: 'ALTER TABLE nothing ADD COLUMN a INT', says: 'nothing' },
  { sql: 'TRUNCATE TABLE t', says: 'OK' },
  { sql: 'TRUNCATE TABLE nothing', says: 'nothing' },
  { sql: 'DROP TABLE t', says: 'OK' },
  { sql: 'DROP TABLE IF EXISTS nothing', says: 'OK' },
  { sql: 'DROP TABLE nothing', says: 'nothing' },
];

/** Run in any order. */
export const OTHERS: readonly Case[] = [
  { sql: 'SELECT 1', says: 'OK' },
  { sql: 'SET NAMES utf8mb4', says: 'OK' },
  { sql: `SET time_zone = '+00:00'`, says: 'OK' },
  { sql: `SET time_zone = 'Nowhere/Land'`, says: 'Nowhere/Land' },
  { sql: 'SET no_such_variable = 1', says: "Unknown system variable 'no_such_variable'" },
  { sql: 'USE no_such_database', says: "Unknown database 'no_such_database'" },
  { sql: 'CREATE DATABASE information_schema', says: 'information_schema' },
  { sql: 'CREATE DATABASE `1x`', says: "Incorrect database name '1x'" },
  { sql: 'DROP DATABASE no_such_database', says: 'no_such_database' },
  { sql: 'SELECT * FROM no_such_table', says: 'no_such_table' },
  { sql: 'SHOW FRONTENDS', says: 'OK' },
  { sql: 'SHOW BACKENDS', says: 'OK' },
  { sql: 'SHOW GRANTS', says: 'OK' },
  { sql: `SHOW VARIABLES LIKE 'enable_unicode_name_support'`, says: 'OK' },
];
