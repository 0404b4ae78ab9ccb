import { defineMessages } from '#lib/messages.ts';

export const secretMessages = defineMessages(
  { once: 'It is shown this once', copy: (what: string) => `Copy: ${what}` },
  { once: '仅显示这一次', copy: (what) => `复制${what}` },
);
