import { text } from '#engine/text.ts';
import { EXAMPLE_DOCUMENT } from './example.ts';
import type { Operation } from './operation.ts';

const OBJECTS = '/api/v1/tasks/{id}/objects';
const CHANGE = {
  method: 'POST',
  group: 'running',
  role: 'operator',
  parameters: [{ name: 'id', in: 'path', text: text('The task', '任务 ID'), example: 'dts4f9k2m7q1x8c' }],
  body: { schema: 'ObjectsChange', required: true, example: { objects: EXAMPLE_DOCUMENT.objects } },
} as const;

/** What may be done to the objects of a task that follows changes. */
export const OBJECT_OPERATIONS: readonly Operation[] = [
  {
    ...CHANGE,
    id: 'previewObjects',
    path: `${OBJECTS}/preview`,
    summary: text('Preview a change of objects', '预览任务对象变更'),
    text: text(
      'What another `objects` section would come to: tables to be added, taken away, and what is refused with the reason, with what the precheck found. Changes nothing.',
      '返回新的 `objects` 将带来的变化：新增的表、移除的表、不能修改的表及原因，以及预检查结果。不会修改任何内容。',
    ),
    answer: { status: 200, schema: 'ObjectsPreview', text: text('What it comes to', '变更内容') },
  },
  {
    ...CHANGE,
    id: 'changeObjects',
    path: OBJECTS,
    summary: text('Change the objects', '修改任务对象'),
    text: text(
      'Gives a task that follows changes another `objects` section. Tables that are added are copied beside the others, which go on, and then join them; tables that are taken away keep their rows at the destination. Refused as a whole when anything of it is.',
      '修改处于增量阶段的任务的 `objects`。新增的表会单独复制，其他表的增量不受影响，复制完成后并入任务；移除的表在目标库的数据保留。只要有一项不能修改，则整体不生效。',
    ),
    answer: { status: 200, schema: 'Task', text: text('The task', '任务') },
  },
];
