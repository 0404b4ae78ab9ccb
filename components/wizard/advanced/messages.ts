import { defineMessages } from '#lib/messages.ts';

export const advancedMessages = defineMessages(
  {
    carried: 'What is carried along',
    carriedText: 'Beside the objects and rows that were selected.',
    title: 'Retry times',
    text: 'When a database cannot be reached or refuses work, a running task tries again for this long before it fails. A failed task keeps its position and can be resumed.',
    next: 'Next: Save Task Settings and Precheck',
    blocked: 'Correct the marked fields to go on.',
    standard: (value: string) => `Default: ${value}`,
    restore: 'Restore default',
    restoreOf: (label: string) => `Restore the default of ${label}`,
    missing: 'Enter a number.',
    whole: 'Enter a whole number.',
    range: (low: string, high: string, unit: string) => `Enter ${low} to ${high} ${unit}.`.replace(' .', '.'),
    rules: {
      retryOtherMinutes: 'Must be less than Retry Time for Failed Connections.',
    },
  },
  {
    carried: '附加迁移内容',
    carriedText: '除所选对象和数据之外，还可一并迁移以下内容。',
    title: '重试时间',
    text: '任务运行中源库或目标库无法连接、或执行出错时，将在以下时间内持续重试，超时后任务失败。失败的任务会保留进度，可恢复运行。',
    next: '下一步：保存任务并预检查',
    blocked: '请先修正标出的配置项。',
    standard: (value) => `默认值：${value}`,
    restore: '恢复默认值',
    restoreOf: (label) => `恢复“${label}”的默认值`,
    missing: '请输入数字。',
    whole: '请输入整数。',
    range: (low, high, unit) => `请输入 ${low}~${high} ${unit}。`,
    rules: {
      retryOtherMinutes: '须小于“源库、目标库无法连接后的重试时间”。',
    },
  },
);
