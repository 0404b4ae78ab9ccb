import { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { type Text, text } from '#engine/text.ts';

export type LabelKind = 'group' | 'tag';

const KIND: Readonly<Record<LabelKind, Text>> = {
  group: text('resource group', '资源组'),
  tag: text('environment tag', '环境标签'),
};

/** Names of tasks a refusal lists; more are counted. */
const NAMED = 5;

export const labelName = z.string().trim().min(1).max(64);

export function notFound(kind: LabelKind, id: string): EngineError {
  const { en, zh } = KIND[kind];
  return new EngineError({
    code: `${kind}.not-found`,
    message: text(`This ${en} does not exist (any more)`, `该${zh}不存在或已被删除`),
    hint: text('Reload the page and choose another one.', '请刷新页面后重新选择。'),
    retry: 'never',
    object: id,
  });
}

export function nameTaken(kind: LabelKind, name: string): EngineError {
  const { en, zh } = KIND[kind];
  return new EngineError({
    code: `${kind}.name-taken`,
    message: text(`There is another ${en} named ${name}`, `已存在名为 ${name} 的${zh}`),
    hint: text('Choose another name.', '请更换名称。'),
    retry: 'never',
    object: name,
  });
}

export function builtIn(kind: LabelKind, name: string): EngineError {
  const { en, zh } = KIND[kind];
  return new EngineError({
    code: `${kind}.built-in`,
    message: text(`The ${en} ${name} is always there and keeps its name`, `${zh} ${name} 为系统内置，不能重命名或删除`),
    hint: text('Make one of your own and give it to the tasks.', '请新建并应用到任务。'),
    retry: 'never',
    object: name,
  });
}

export function inUse(kind: LabelKind, name: string, tasks: readonly { readonly name: string }[]): EngineError {
  const { en, zh } = KIND[kind];
  const named = tasks.slice(0, NAMED).map((task) => task.name);
  const rest = tasks.length - named.length;
  return new EngineError({
    code: `${kind}.in-use`,
    message: text(
      `The ${en} ${name} is given to these tasks: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
      `${zh} ${name} 正被以下任务使用：${named.join('、')}${rest > 0 ? ` 等 ${tasks.length} 个任务` : ''}`,
    ),
    hint: text(
      'Give those tasks another one first: the task list does it for many at once.',
      '请先为这些任务更换，可在任务列表中批量修改。',
    ),
    retry: 'never',
    object: name,
  });
}
