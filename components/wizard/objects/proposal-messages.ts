import { defineMessages } from '#lib/messages.ts';

export const proposalMessages = defineMessages(
  {
    title: (name: string) => `These belong with ${name}:`,
    several: 'These belong with what you have chosen:',
    addAll: 'Add All',
    addChosen: 'Add Chosen',
    notNow: 'Not Now',
    notNowText: 'You can still select them in the tree.',
  },
  {
    title: (name) => `以下对象与 ${name} 相关，建议一并选择：`,
    several: '以下对象与所选内容相关，建议一并选择：',
    addAll: '全部添加',
    addChosen: '添加勾选项',
    notNow: '暂不添加',
    notNowText: '之后仍可在左侧列表中选择。',
  },
);
