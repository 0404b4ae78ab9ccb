import { text } from '#engine/text.ts';
import type { Operation } from './operation.ts';
import { TASKS } from './parameters.ts';

const IDS = ['dts4f9k2m7q1x8c', 'dts7p3r8w2v6y1z'];

/** What is done to many tasks at once. */
export const MANY_OPERATIONS: readonly Operation[] = [
  {
    id: 'batchTasks',
    method: 'POST',
    path: `${TASKS}/batch`,
    group: 'running',
    role: 'operator',
    summary: text('Act on several tasks', '批量操作任务'),
    text: text(
      'Starts (or resumes), pauses, stops or releases up to 100 tasks, each by itself: what one refuses holds no other up.',
      '启动（或恢复）、暂停、结束或释放最多 100 个任务，各任务互不影响。',
    ),
    parameters: [],
    body: { schema: 'Batch', required: true, example: { action: 'pause', ids: IDS } },
    answer: { status: 200, schema: 'BatchResults', text: text('What came of each', '各任务的结果') },
  },
  {
    id: 'labelTasks',
    method: 'PUT',
    path: `${TASKS}/batch/labels`,
    group: 'changing',
    role: 'operator',
    summary: text('Give group or tag', '修改资源组或标签'),
    text: text(
      'Puts tasks into a resource group, gives them an environment tag, or takes it away (`tag: null`).',
      '将任务移至资源组，设置环境标签，或移除标签（`tag: null`）。',
    ),
    parameters: [],
    body: { schema: 'Labelling', required: true, example: { ids: IDS, tag: null } },
    answer: { status: 200, schema: 'Labelled', text: text('How many tasks were changed', '已修改的任务数') },
  },
];
