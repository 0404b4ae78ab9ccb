import { defineMessages } from '#lib/messages.ts';

/** What is said of a precheck item, before the start and after it. */
export const findingMessages = defineMessages(
  {
    state: { passed: 'Passed', warning: 'Warning', ignored: 'Ignored', failed: 'Failed' },
    problems: (count: number, shown: string) => `${shown} ${count === 1 ? 'problem' : 'problems'}`,
    cause: 'Cause',
    fix: 'What to do',
    copyAll: (count: number) => `Copy All ${count} SQL Statements`,
    more: (count: string) => `Show ${count} More`,
  },
  {
    state: { passed: '通过', warning: '告警', ignored: '已忽略', failed: '失败' },
    problems: (_, shown) => `${shown} 个问题`,
    cause: '原因',
    fix: '解决方法',
    copyAll: (count) => `复制全部 ${count} 条 SQL 语句`,
    more: (count) => `再显示 ${count} 个`,
  },
);
