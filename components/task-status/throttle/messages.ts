import { defineMessages } from '#lib/messages.ts';

/** What holds a task back, and changing it. */
export const throttleMessages = defineMessages(
  {
    title: 'Throttle',
    both: 'Throttling',
    limits: {
      queriesPerSecond: 'Queries/s',
      rowsPerSecond: 'Rows/s',
      megabytesPerSecond: 'MB/s',
    },
    streams: 'Streams',
    none: 'no limit',
    change: 'Change…',
    over: 'The task has ended.',
    copied: 'All rows are copied.',
    dialogs: { full: 'Throttling of Full Data', incremental: 'Throttling of Incremental Data' },
    dialogText: 'Takes effect at once, also while the task is at work.',
    instanceClass: 'Instance class',
    upTo: (amount: string) => `up to ${amount} rows/s`,
    classHolds: (name: string, amount: string) =>
      `The instance class ${name} lets ${amount} changed rows a second through at most, whatever is entered here.`,
    streamsText: 'Slices that are copied side by side.',
    byClass: (name: string, streams: string) => `As the instance class says (${name}: ${streams})`,
    unlimited: 'Unlimited',
    streamsRange: 'Enter a whole number from 1 to 64.',
    save: 'Save',
  },
  {
    title: '限速',
    both: '限速',
    limits: {
      queriesPerSecond: '查询/秒',
      rowsPerSecond: '行/秒',
      megabytesPerSecond: 'MB/s',
    },
    streams: '并行数',
    none: '不限',
    change: '修改…',
    over: '任务已结束。',
    copied: '全部数据已复制完成。',
    dialogs: { full: '全量限速', incremental: '增量限速' },
    dialogText: '立即生效，任务运行中也可调整。',
    instanceClass: '链路规格',
    upTo: (amount) => `最高 ${amount} 行/秒`,
    classHolds: (name, amount) => `链路规格 ${name} 每秒最多处理 ${amount} 行变更，不受此处设置影响。`,
    streamsText: '同时复制的切片数。',
    byClass: (name, streams) => `按链路规格（${name}：${streams}）`,
    unlimited: '不限',
    streamsRange: '请输入 1~64 的整数。',
    save: '保存',
  },
);
