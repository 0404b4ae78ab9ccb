import type { ObjectsPreview } from '../../engine.ts';
import { EngineError } from '../../errors.ts';
import type { Finding } from '../../precheck/check.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';

/** It is asked before the task has begun. */
export function notPlanned(name: string): EngineError {
  return new EngineError({
    code: 'objects.not-planned',
    message: text(`What ${name} carries is not known yet`, `任务 ${name} 尚未确定要同步的对象`),
    hint: text(
      'Change its objects in the configuration, or once it follows changes.',
      '请在任务配置中修改对象，或在进入增量阶段后再修改。',
    ),
    retry: 'never',
    object: name,
  });
}

/** What is loaded there has no transaction in which marks of two runs could become those of one. */
export function notInto(name: string): EngineError {
  return new EngineError({
    code: 'objects.selectdb',
    message: text(
      `The objects of ${name} cannot be changed: its destination is SelectDB`,
      `任务 ${name} 的目标为 SelectDB，不支持修改任务对象`,
    ),
    hint: text('Migrate further tables by a task of their own.', '请通过单独的任务迁移其他表。'),
    retry: 'never',
    object: name,
  });
}

/** The task is at something else by now. */
export function notFollowing(name: string): EngineError {
  return new EngineError({
    code: 'objects.not-following',
    message: text(`${name} does not follow changes now: its objects cannot be changed`, `任务 ${name} 当前未处于增量阶段，不能修改对象`),
    hint: text('Wait until it follows changes, or resume it.', '请等待任务进入增量阶段，或恢复任务后再试。'),
    retry: 'never',
    object: name,
  });
}

/** Nothing is done of a change of which anything cannot be done. */
export function objectsRefused(name: string, { refused, findings }: Pick<ObjectsPreview, 'refused' | 'findings'>): EngineError {
  const [table] = refused;
  if (table !== undefined) {
    const subject = displayName(table.table);
    const more = refused.length - 1;
    return new EngineError({
      code: 'objects.refused',
      message: {
        en: `The objects of ${name} were not changed, for ${subject}: ${table.reason.en}${more > 0 ? ` (and ${more} more)` : ''}`,
        zh: `任务 ${name} 的对象未修改，${subject}：${table.reason.zh}${more > 0 ? `（另有 ${more} 项）` : ''}`,
      },
      hint: text('The preview lists all that cannot be done, each with its reason.', '预览会列出所有不能修改的项及原因。'),
      retry: 'never',
      object: subject,
    });
  }
  return new EngineError({
    code: 'objects.precheck',
    message: {
      en: `The precheck of what is added to ${name} has not passed: ${findings.map(said).join('; ')}`,
      zh: `任务 ${name} 新增对象的预检查未通过：${findings.map(saidInChinese).join('；')}`,
    },
    hint: text(
      'Solve what is an error, and accept warnings that are known by naming their items in `accepted`.',
      '请解决错误项；已知的告警可在 `accepted` 中列出其检查项代码后忽略。',
    ),
    retry: 'never',
    object: findings[0]?.problems[0]?.subject ?? name,
  });
}

const said = ({ code, problems }: Finding): string => `${code} (${problems[0]?.cause.en ?? ''})`;
const saidInChinese = ({ code, problems }: Finding): string => `${code}（${problems[0]?.cause.zh ?? ''}）`;

/** Nothing would be another. */
export function nothingChanged(name: string): EngineError {
  return new EngineError({
    code: 'objects.unchanged',
    message: text(`The objects of ${name} are these already`, `任务 ${name} 的对象没有变化`),
    hint: text('Add tables, or take some away.', '请新增或移除表。'),
    retry: 'never',
    object: name,
  });
}
