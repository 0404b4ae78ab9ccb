import type { EngineError } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { displayName, type TableName } from '../schema/table.ts';
import type { Text } from '../text.ts';
import type { Carriage } from './carriage.ts';
import type { DdlCommand } from './structure.ts';

/** One line for each command, so that who looks at the log sees when the structure became what it is. */
export function carried({ command, tables, work }: Carriage): TaskEvent {
  const names = [
    ...new Set([...command.tables.map(({ before, after }) => displayName(after ?? before ?? NOTHING)), ...command.enums.map(displayName)]),
  ];
  const of = names.join(', ');
  const changed = [...tables.keys()][0];
  return logged('info', {
    code: 'ddl.carried',
    message: {
      en: `${command.tag} of ${of} was carried to the destination${work.length === 0 ? ', where nothing had to be done for it' : ''}`,
      zh: `已将对 ${of} 的 ${command.tag} 同步到目标库${work.length === 0 ? '（目标库无需执行任何操作）' : ''}`,
    },
    ...(changed === undefined ? {} : { table: changed }),
  });
}

const NOTHING: TableName = { schema: '', name: '' };

/** Its rows come from a view of their own. */
export function reloads(table: TableName): TaskEvent {
  const name = displayName(table);
  return logged('info', {
    code: 'ddl.copies-rows',
    message: {
      en: `The rows of ${name} are copied from the source now: the command brought values that its statement alone does not tell`,
      zh: `正在从源库复制 ${name} 的数据：该语句产生的数据无法仅凭语句本身得出`,
    },
  });
}

/** The destination does not have what it would need. */
export function notWhole(command: DdlCommand, { table, what }: { readonly table: TableName; readonly what: Text }): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'ddl.left-out',
    message: {
      en: `Of ${command.tag} on ${name} this was not carried to the destination: ${what.en}`,
      zh: `对 ${name} 的 ${command.tag} 中以下内容未同步到目标库：${what.zh}`,
    },
    hint: {
      en: 'It needs something that is not part of this task. Make it at the destination by hand, if it is wanted there.',
      zh: '其依赖的对象不在本任务范围内。如目标库需要，请手动创建。',
    },
  });
}

/** Without the right to event triggers, or where another tool has the names. */
export function notSeen(): TaskEvent {
  return logged('info', {
    code: 'ddl.not-seen',
    message: {
      en: 'The account may not create event triggers at the source, or another tool has public.dts_ddl_command there: of DDL only changes of columns are carried, once a row of their table changes. Indexes, constraints, defaults, NOT NULL, generated columns, new tables, enum values and drops of tables are not seen; a renamed table, or a column change of one with partitions or children, stops the task',
      zh: '账号无权在源库创建事件触发器，或 public.dts_ddl_command 已被其他工具占用：DDL 中仅同步列变更，且在该表有数据变更时才能识别。索引、约束、默认值、NOT NULL、生成列、新建表、新增枚举值和删除表均无法感知；重命名表，或对分区表、继承表的列变更会使任务停止',
    },
    hint: {
      en: 'Use an account that may create event triggers (a superuser, or the provider’s role for it) if all DDL is to be carried; the precheck names tables of other tools.',
      zh: '如需同步全部 DDL，请使用有权创建事件触发器的账号（超级用户或云厂商提供的相应角色）；预检查会列出其他工具的同名表。',
    },
  });
}

/** Rows of the source break it too, or it would not have been left as it is there. */
export function broken({ text: message, hint }: EngineError): TaskEvent {
  return logged('warn', {
    code: 'ddl.not-valid',
    message: { en: `A foreign key was left NOT VALID: ${message.en}`, zh: `外键保持 NOT VALID 状态：${message.zh}` },
    hint,
  });
}
