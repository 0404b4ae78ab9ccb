import { qualified, quote } from '../../postgres/quote.ts';
import { enabledWords } from '../../postgres/structure/part.ts';
import { objectLabel, type SchemaObject } from '../../schema/object.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { KIND_WORDS } from '../left-out.ts';
import { intoPostgres, isIncremental, makesStructure } from '../selected.ts';

/** Rows arrive under session_replication_role = replica, in which these are the ones that fire. */
export const pgTriggerFires = defineCheck({
  code: 'PG_TRIGGER_FIRES',
  title: text('Triggers and Rules That Fire for Migrated Rows', '对迁移数据生效的触发器与规则'),
  about: text(
    'Triggers and rules that fire for migrated rows as well: what they do would be done twice.',
    '检查对迁移数据同样生效的触发器和规则：其操作会重复执行。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => makesStructure(config) && isIncremental(config)),
  run: async (context) => {
    const { structure } = await context.prepared();
    return (structure?.choice.chosen ?? []).flatMap(problemsOf);
  },
});

function problemsOf(object: SchemaObject): readonly Problem[] {
  const { kind, name, table } = object;
  if ((kind !== 'trigger' && kind !== 'rule') || table === null) return [];
  const state = (letter: string) => `alter table ${qualified(table)} ${enabledWords(letter)} ${kind} ${quote(name)}`;
  const enabled = (['A', 'R'] as const).find((letter) => object.sql.includes(state(letter)));
  if (enabled === undefined) return [];
  const label = objectLabel(object);
  const word = KIND_WORDS[kind];
  const words = enabled === 'A' ? 'ENABLE ALWAYS' : 'ENABLE REPLICA';
  const upper = kind.toUpperCase();
  return [
    {
      subject: label,
      cause: text(
        `The ${word.en} ${label} is set to ${words}: at the destination it fires for migrated changes as well, so that what it does is done twice`,
        `${word.zh} ${label} 设置为 ${words}：在目标库中对迁移来的变更也会触发，其操作会重复执行`,
      ),
      fix:
        enabled === 'A'
          ? text(
              'Run the statement at the source if it need not fire for replication there, leave the object out in Configure Objects, or ignore this if doing it twice is harmless.',
              '若源库中无需对复制数据触发，请在源库执行该语句；或在“配置任务对象”中不选择该对象；若重复执行无害，可忽略该项。',
            )
          : text(
              'Leave the object out in Configure Objects and make it after the cut-over, or ignore this if it is meant to fire for replicated rows.',
              '请在“配置任务对象”中不选择该对象，切换后再创建；若其本就用于复制数据，可忽略该项。',
            ),
      ...(enabled === 'A' ? { fixSql: `ALTER TABLE ${qualified(table)} ENABLE ${upper} ${quote(name)};` } : {}),
    },
  ];
}
