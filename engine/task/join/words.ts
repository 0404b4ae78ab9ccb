import type { ErrorReport } from '../../errors.ts';
import type { Away, Joining } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import { logged } from '../../progress/log-event.ts';
import { displayName, nameOfTable } from '../../schema/table.ts';
import type { Leftover } from '../../source/source.ts';
import { counted, text } from '../../text.ts';

const NAMED = 5;

/** As the person has chosen them. */
function named(names: readonly string[]): { readonly en: string; readonly zh: string } {
  const more = names.length - NAMED;
  const [shown, shownInChinese] = [names.slice(0, NAMED).join(', '), names.slice(0, NAMED).join('、')];
  return more > 0
    ? { en: `${shown} and ${counted(more, 'more table')}`, zh: `${shownInChinese} 等 ${names.length} 张表` }
    : { en: shown, zh: shownInChinese };
}

function ofJoining({ objects, again }: Pick<Joining, 'objects' | 'again'>): { readonly en: string; readonly zh: string } {
  if (again !== undefined) return named([displayName(nameOfTable(again.asked.table))]);
  return named(objects.flatMap(({ schema, tables = [] }) => tables.map(({ name }) => displayName({ schema, name }))));
}

export function joinBegins(joining: Joining): TaskEvent {
  const { en, zh } = ofJoining(joining);
  return logged('info', {
    code: 'join.begun',
    message: text(`Adding ${en}: copied beside the others, which go on`, `正在添加 ${zh}：单独复制，不影响其他表的增量`),
  });
}

export function joined(joining: Joining): TaskEvent {
  const { en, zh } = ofJoining(joining);
  if (joining.again !== undefined)
    return logged('info', {
      code: 'table.copied-beside',
      message: text(
        `${en} was copied again, and is followed with the others from now on`,
        `${zh} 已重新复制完成，此后与其他表一同增量同步`,
      ),
    });
  return logged('info', {
    code: 'join.done',
    message: text(`Added ${en}: followed with the others from now on`, `已添加 ${zh}：此后与其他表一同增量同步`),
  });
}

export function givenUp(joining: Joining): TaskEvent {
  const { en, zh } = ofJoining(joining);
  return logged('info', {
    code: 'join.given-up',
    message:
      joining.again === undefined
        ? text(`Taken away before it was added: ${en}; what is at the destination stays`, `已取消添加 ${zh}，目标库中已有的内容保留`)
        : text(
            `Taken away before it was copied again: ${en}; what is at the destination stays, and is not all of it`,
            `已在重新复制完成前移除 ${zh}，目标库中已有的数据保留，但不完整`,
          ),
  });
}

export function triedAgain(joining: Pick<Joining, 'objects' | 'again'>, { message, hint }: ErrorReport): TaskEvent {
  const { en, zh } = ofJoining(joining);
  return logged('warn', {
    code: 'join.tried-again',
    message:
      joining.again === undefined
        ? text(`Adding ${en} is tried again: ${message.en}`, `添加 ${zh} 时出错，将自动重试：${message.zh}`)
        : text(`Copying ${en} again is tried again: ${message.en}`, `重新复制 ${zh} 时出错，将自动重试：${message.zh}`),
    hint,
  });
}

export function joinFailed(joining: Joining, { message, hint }: ErrorReport): TaskEvent {
  const { en, zh } = ofJoining(joining);
  return {
    kind: 'log',
    at: Date.now(),
    level: 'error',
    code: 'join.failed',
    message:
      joining.again === undefined
        ? text(`${en} could not be added, and the others go on: ${message.en}`, `添加 ${zh} 失败，其他表继续同步：${message.zh}`)
        : text(
            `${en} could not be copied again, and the others go on: ${message.en}`,
            `重新复制 ${zh} 失败，其他表继续同步：${message.zh}`,
          ),
    hint,
  };
}

export function takenAway(tables: readonly Away[]): TaskEvent {
  const { en, zh } = named(tables.map(({ source }) => displayName(source)));
  return logged('info', {
    code: 'objects.taken-away',
    message: text(`Taken away: ${en}; the rows stay at the destination`, `已移除 ${zh}，目标库中的数据保留`),
  });
}

export function stillPublished(tables: readonly Away[], { message, hint }: ErrorReport): TaskEvent {
  const { en, zh } = named(tables.map(({ source }) => displayName(source)));
  return logged('warn', {
    code: 'objects.still-published',
    message: text(
      `No longer followed, but still published by the source, which is tried again: ${en}: ${message.en}`,
      `已不再同步 ${zh}，但源库仍在发布，将自动重试：${message.zh}`,
    ),
    hint,
  });
}

export function leftBehind({ object, sql, error }: Leftover): TaskEvent {
  return logged('warn', {
    code: 'release.left-behind',
    message: text(`${object} could not be removed from the source: ${error.message.en}`, `无法从源库删除 ${object}：${error.message.zh}`),
    hint: text(`Run at the source: ${sql}`, `请在源库执行：${sql}`),
  });
}
