import { defineMessages } from '#lib/messages.ts';

/** What holds full load back, and changing it. */
export const throttleMessages = defineMessages(
  {
    title: 'Throttle',
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
    dialog: 'Throttling of full data',
    dialogText: 'Takes effect at once, also while rows are copied.',
    streamsText: 'Slices that are copied side by side.',
    byClass: (name: string, streams: string) => `As the instance class says (${name}: ${streams})`,
    unlimited: 'Unlimited',
    streamsRange: 'Enter a whole number from 1 to 64.',
    cancel: 'Cancel',
    save: 'Save',
    failed: 'The limits were not changed',
  },
  {
    title: '限速',
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
    dialog: '全量迁移限速',
    dialogText: '立即生效，复制过程中也可调整。',
    streamsText: '同时复制的切片数。',
    byClass: (name, streams) => `按链路规格（${name}：${streams}）`,
    unlimited: '不限',
    streamsRange: '请输入 1~64 的整数。',
    cancel: '取消',
    save: '保存',
    failed: '限速未修改',
  },
);
