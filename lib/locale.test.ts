import { describe, expect, test } from 'vitest';
import { pickLocale } from './locale.ts';
import { defineMessages, messagesIn } from './messages.ts';

describe('pickLocale', () => {
  test.each([
    ['zh', 'en-US,en;q=0.9', 'zh'],
    ['en', 'zh-CN', 'en'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'en;q=0.4, zh-TW;q=0.7', 'zh'],
    [undefined, 'fr-FR,fr;q=0.9,zh;q=0.3,en;q=0.5', 'en'],
    [undefined, 'zh;q=0, en;q=0.1', 'en'],
    [undefined, 'fr, de', 'en'],
    ['klingon', 'zh', 'zh'],
    [null, null, 'en'],
    ['', '', 'en'],
  ] as const)('cookie %j and Accept-Language %j give %s', (cookie, header, expected) => {
    expect(pickLocale(cookie, header)).toBe(expected);
  });
});

describe('defineMessages', () => {
  test('keeps both languages, with blanks and groups', () => {
    const bundle = defineMessages(
      { title: 'Tasks', count: (n: number) => `${n} tasks`, status: { running: 'Running' } },
      { title: '任务', count: (n) => `${n} 个任务`, status: { running: '运行中' } },
    );
    expect(messagesIn(bundle, 'en').count(3)).toBe('3 tasks');
    expect(messagesIn(bundle, 'zh').count(3)).toBe('3 个任务');
    expect(messagesIn(bundle, 'zh').status.running).toBe('运行中');
  });

  test('a translation of another shape does not compile', () => {
    // @ts-expect-error a name is missing
    defineMessages({ title: 'Tasks', hint: 'All' }, { title: '任务' });
    // @ts-expect-error a sentence stands where one with blanks is wanted
    defineMessages({ count: (n: number) => `${n}` }, { count: '个' });
    expect(true).toBe(true);
  });
});
