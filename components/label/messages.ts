import type { TagColour } from '#lib/label/colour.ts';
import { defineMessages } from '#lib/messages.ts';

export const labelMessages = defineMessages(
  {
    group: 'Resource group',
    tag: 'Environment tag',
    noTag: 'No tag',
    groupHint: 'For finding tasks that belong together. It changes nothing of what the task does.',
    tagHint: 'Which environment the task serves. It is shown wherever the task is.',
    builtIn: {
      default: 'Default resource group',
      production: 'Production',
      staging: 'Staging',
      test: 'Test',
    },
    colours: {
      grey: 'Grey',
      red: 'Red',
      amber: 'Amber',
      green: 'Green',
      teal: 'Teal',
      blue: 'Blue',
      violet: 'Violet',
    } satisfies Record<TagColour, string>,
  },
  {
    group: '资源组',
    tag: '环境标签',
    noTag: '无标签',
    groupHint: '用于归类和查找任务，不影响任务运行。',
    tagHint: '标识任务所属的环境，会显示在任务的各个页面。',
    builtIn: {
      default: '默认资源组',
      production: '生产',
      staging: '预发',
      test: '测试',
    },
    colours: {
      grey: '灰色',
      red: '红色',
      amber: '琥珀色',
      green: '绿色',
      teal: '青色',
      blue: '蓝色',
      violet: '紫色',
    },
  },
);
