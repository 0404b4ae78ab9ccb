import { defineMessages } from '#lib/messages.ts';

/** What holds for every source, whatever it goes to. Only what the engine really cannot do, or needs. */
export const sourceLimits = defineMessages(
  {
    version: 'The source is PostgreSQL 9.6 or later. One task reads one database.',
    primary: 'Following changes needs the primary server, wal_level = logical, and a free replication slot and WAL sender a task.',
    right:
      'The account needs SELECT on what is chosen; for changes also the REPLICATION right, and superuser or ownership of the tables for the publication.',
    ddl: 'DDL is carried through event triggers, which a superuser (or the privileged account of a cloud) may create. Without them changes of columns are found out from the log, and other DDL is not seen.',
    identity: 'A table without primary key needs REPLICA IDENTITY FULL for its updates and deletes; so does a table with a row filter.',
    unlogged:
      'Unlogged and temporary tables, large objects and sequences are not in the log. Sequences are set again at the end of the load and whenever the task pauses; large objects are as they were at the start.',
    wal: 'The source keeps its log while a task is paused or behind. Long transactions make it grow; a limit can be set under Advanced Settings.',
    failover:
      'After a switch to a standby the task goes on only if the standby has its slot: PostgreSQL 17 with slot synchronization, or the setting of the cloud. Else all rows are copied again.',
    size: 'A value, or a row, beyond 1 GB as text cannot be sent by PostgreSQL. Such rows are left out with a filter.',
  },
  {
    version: '源库须为 PostgreSQL 9.6 及以上版本，一个任务仅读取一个数据库。',
    primary: '增量迁移须连接主库，wal_level = logical，且每个任务需要一个空闲的复制槽和 WAL 发送进程。',
    right: '账号须对所选对象有 SELECT 权限；增量迁移还须有 REPLICATION 权限，并为超级用户或表的所有者以便创建发布（publication）。',
    ddl: 'DDL 通过事件触发器同步，须由超级用户（或云上高权限账号）创建。没有该权限时，仅能从日志中识别列变更，其他 DDL 无法感知。',
    identity: '无主键的表须设置 REPLICA IDENTITY FULL 才能同步更新和删除，带过滤条件的表同样如此。',
    unlogged: 'UNLOGGED 表、临时表、大对象和序列的变更不写入日志。序列在全量结束及任务暂停时重新同步；大对象以任务启动时的内容为准。',
    wal: '任务暂停或延迟期间源库会保留日志，长事务会使日志持续增长；可在高级配置中设置上限。',
    failover: '主备切换后，仅当备库拥有该复制槽时任务才能继续：PostgreSQL 17 的复制槽同步，或云上的相应设置；否则需要重新全量复制。',
    size: 'PostgreSQL 无法发送文本形式超过 1 GB 的值或行，此类行请用过滤条件排除。',
  },
);

export const postgresLimits = defineMessages(
  {
    exists:
      'The destination database must exist; the account may create schemas in it. Roles are not made: the precheck names those that are missing.',
    version: 'What the source has from a later version than the destination cannot be made there; the precheck names it.',
    quiet: 'Triggers and foreign keys of tables that are there already stay quiet only if the account may set session_replication_role.',
    writers: 'Nobody else writes to the tables of the task while it runs: rows of one key would overwrite each other.',
    key: 'A table without key that is not empty at the destination may get rows twice. Tables the task makes itself get each row once.',
    partitions: 'Partitions are chosen together with their root table, and columns and filters are those of the root.',
  },
  {
    exists: '目标数据库须已存在，且账号可在其中创建模式。不会创建角色，缺少的角色由预检查列出。',
    version: '源库中高于目标库版本的特性无法在目标库创建，由预检查列出。',
    quiet: '账号可设置 session_replication_role 时，目标库已有表的触发器和外键才会保持静默。',
    writers: '任务运行期间请勿向任务的目标表写入数据，否则相同键的行会互相覆盖。',
    key: '目标表非空且没有键时可能出现重复行；由任务创建的表每行仅写入一次。',
    partitions: '分区须与其根表一并选择，列和过滤条件以根表为准。',
  },
);

export const oracleLimits = defineMessages(
  {
    mode: 'PolarDB (Compatible with Oracle) reads some words and types in Oracle’s way: an empty string may be NULL there. The precheck names what would mean something else.',
  },
  { mode: 'PolarDB（兼容 Oracle）按 Oracle 方式解释部分关键字和类型，例如空字符串可能等同于 NULL；含义不同之处由预检查列出。' },
);

export const selectdbLimits = defineMessages(
  {
    models:
      'A table with a key becomes one of the unique model; one without becomes one of the duplicate model, which keeps every change as a row.',
    key: 'The columns of the key must be chosen and of types that SelectDB takes as keys; rows of one key overwrite each other.',
    objects: 'Only tables are made. Views, functions, triggers, sequences, foreign keys, checks and defaults of expressions stay behind.',
    types: 'Types are mapped; what has no counterpart becomes text. Values that do not fit stop their table by name.',
    names: 'A schema becomes a database. Names that SelectDB does not take are to be mapped; the precheck lists them.',
    path: 'Both ports of the frontend (MySQL and HTTP) and the HTTP ports of the backends must be reachable from this host; an SSH bastion cannot be used.',
    replicas: 'As many backends must be alive as a table has replicas.',
  },
  {
    models: '有键的表创建为 Unique 模型；无键的表创建为 Duplicate 模型，每次变更保留为一行。',
    key: '键列须被选中，且类型可作为 SelectDB 的键；相同键的行会互相覆盖。',
    objects: '仅创建表，不迁移视图、函数、触发器、序列、外键、检查约束和表达式默认值。',
    types: '类型按映射转换，没有对应类型时转换为文本；无法写入的值会使所在的表报错停止。',
    names: '模式对应为数据库；SelectDB 不支持的名称须做映射，由预检查列出。',
    path: '本机须可访问 FE 的 MySQL 与 HTTP 端口以及各 BE 的 HTTP 端口，不支持通过 SSH 堡垒机访问。',
    replicas: '存活的 BE 节点数不得少于表的副本数。',
  },
);

export const limitsMessages = defineMessages(
  {
    title: (pair: string) => `Limits: ${pair}`,
    source: 'Of the source',
    destination: 'Of the destination',
    count: (count: number) => `${count} points to know before you begin`,
  },
  {
    title: (pair) => `使用限制：${pair}`,
    source: '源库限制',
    destination: '目标库限制',
    count: (count) => `开始前请了解以下 ${count} 项`,
  },
);
