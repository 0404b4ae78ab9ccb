import { type Text, text } from '../../text.ts';

/** Why a table cannot be added, taken away, or be as it is asked for. */
export const LAST = text(
  'No table would be left that the task follows: stop or release the task instead',
  '移除后任务将没有可同步的表：请改为结束或释放任务',
);

export const MISSING = text('There is no such table at the source', '源库中不存在该表');

export const RENAMED = text(
  'It is called otherwise at the source by now, and is followed under its new name: it cannot be taken away by this one',
  '该表在源库已被重命名，任务按新名称继续同步，无法按原名称移除',
);

export const UNHEARD = text(
  'The task follows it already by the name it had before, and has not read yet that it is called otherwise: wait until the task has caught up, then change its objects',
  '任务正以其原名称同步该表，尚未读取到重命名：请等待任务追上延迟后再修改对象',
);

export const NO_TABLE = text(
  'Only tables can be added to a task that follows changes: bring this object over by a task of its own, or by hand',
  '增量阶段只能新增表：请通过单独的任务或手动迁移该对象',
);

/** Words of what is asked for otherwise. */
export function changed(parts: readonly Text[]): Text {
  const list = { en: parts.map(({ en }) => en).join(', '), zh: parts.map(({ zh }) => zh).join('、') };
  return text(
    `Its ${list.en} cannot be changed while it is followed: take the table away first, put the one at the destination aside, then add it again, which copies its rows anew`,
    `同步期间不能修改该表的${list.zh}：请先移除该表并处理目标库中的同名表，再重新添加，届时会重新复制数据`,
  );
}

export function clash(destination: string, other: string): Text {
  return text(
    `It would go into ${destination}, which the task fills from ${other} already: map it to another name`,
    `目标表 ${destination} 已由任务从 ${other} 写入：请映射为其他名称`,
  );
}

export function ofFamily(other: string): Text {
  return text(
    `It is of one partitioned table with ${other}, which the task follows: partitions of one table cannot be added one by one`,
    `该表与任务正在同步的 ${other} 属于同一分区表，不能单独添加`,
  );
}

export function together(others: readonly string[]): Text {
  return text(
    `It was added together with ${others.join(', ')} and has not joined yet: take them all away, or wait until they have joined`,
    `该表与 ${others.join('、')} 一同添加且尚未并入任务：请一并移除，或等待其并入后再移除`,
  );
}
