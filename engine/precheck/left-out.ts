import type { LeftOut, ObjectKind } from '../schema/object.ts';
import { type Text, text } from '../text.ts';
import type { CheckContext, Problem } from './check.ts';

/** What the plan would not make, for one of these reasons. */
export async function leftOutFor(context: CheckContext, ...reasons: readonly LeftOut['reason'][]): Promise<readonly LeftOut[]> {
  const { plan } = await context.prepared();
  return plan.leftOut.filter(({ reason }) => reasons.includes(reason));
}

/** Each object is told of by its name: what is ignored is then known to be missing. */
export function leftOutProblem({ kind, object, cause, fix }: Pick<LeftOut, 'kind' | 'object' | 'cause' | 'fix'>): Problem {
  const word = KIND_WORDS[kind];
  const rows = kind === 'table' ? text(' with its rows', '及其数据') : text('', '');
  return {
    subject: object,
    cause: text(
      `The ${word.en} ${object} is left out${rows.en}. ${ended(cause.en, '.')}`,
      `${word.zh} ${object}${rows.zh}不会迁移。${ended(cause.zh, '。')}`,
    ),
    fix,
  };
}

/** Sentences come with their full stop or without. */
function ended(sentence: string, stop: string): string {
  return /[.。；;]$/.test(sentence) ? sentence : `${sentence}${stop}`;
}

/** What a sentence calls an object of each kind. */
export const KIND_WORDS: Readonly<Record<ObjectKind, Text>> = {
  schema: text('schema', '模式'),
  extension: text('extension', '扩展'),
  collation: text('collation', '排序规则'),
  type: text('type', '类型'),
  domain: text('domain', '域'),
  function: text('function', '函数'),
  procedure: text('procedure', '存储过程'),
  aggregate: text('aggregate', '聚合函数'),
  operator: text('operator', '操作符'),
  'operator-family': text('operator family', '操作符族'),
  'operator-class': text('operator class', '操作符类'),
  cast: text('cast', '类型转换'),
  'text-search-dictionary': text('text search dictionary', '全文检索字典'),
  'text-search-configuration': text('text search configuration', '全文检索配置'),
  sequence: text('sequence', '序列'),
  table: text('table', '表'),
  default: text('column default', '列默认值'),
  view: text('view', '视图'),
  'materialized-view': text('materialized view', '物化视图'),
  constraint: text('constraint', '约束'),
  index: text('index', '索引'),
  'foreign-key': text('foreign key', '外键'),
  statistics: text('statistics object', '扩展统计信息'),
  rule: text('rule', '规则'),
  trigger: text('trigger', '触发器'),
  policy: text('row security policy', '行级安全策略'),
  'event-trigger': text('event trigger', '事件触发器'),
  'default-privileges': text('default privileges', '默认权限'),
  unmodelled: text('object', '对象'),
};
