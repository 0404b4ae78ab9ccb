import { defineMessages } from '#lib/messages.ts';

export const eventsMessages = defineMessages(
  {
    label: 'Event log, newest first',
    search: 'Search loaded events',
    filter: 'Level',
    filters: { all: 'All', info: 'Info', warn: 'Warnings', error: 'Errors' },
    levels: { info: 'Info', warn: 'Warning', error: 'Error' },
    download: 'Download',
    newer: (count: string) => (count === '1' ? '1 new event' : `${count} new events`),
    older: 'Load older events',
    end: 'This is the beginning of the log',
    count: (shown: string, all: string) =>
      shown === all ? (all === '1' ? '1 event loaded' : `${all} events loaded`) : `${shown} of ${all} loaded events`,
    none: 'Nothing has happened yet.',
    noMatch: 'No loaded event matches.',
    loading: 'Loading events…',
  },
  {
    label: '事件日志，按时间倒序',
    search: '搜索已加载的事件',
    filter: '级别',
    filters: { all: '全部', info: '信息', warn: '警告', error: '错误' },
    levels: { info: '信息', warn: '警告', error: '错误' },
    download: '下载日志',
    newer: (count) => `${count} 条新事件`,
    older: '加载更早的事件',
    end: '已到日志开头',
    count: (shown, all) => (shown === all ? `已加载 ${all} 条事件` : `显示 ${shown} 条，已加载 ${all} 条事件`),
    none: '暂无事件。',
    noMatch: '已加载的事件中没有匹配项。',
    loading: '正在加载事件…',
  },
);
