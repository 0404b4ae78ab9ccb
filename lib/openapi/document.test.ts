import { expect, test } from 'vitest';
import { describeApi } from './document.ts';
import { describeFields } from './fields.ts';

/** Every text people read of a description, by where it stands. */
function textsOf(part: unknown, at = ''): readonly (readonly [string, string])[] {
  if (Array.isArray(part)) return part.flatMap((each, index) => textsOf(each, `${at}[${index}]`));
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([name, value]) => {
    const isText = typeof value === 'string' && ['description', 'summary', 'title'].includes(name);
    return isText ? [[`${at}.${name}`, value] as const] : textsOf(value, `${at}.${name}`);
  });
}

const HAN = /[\u4e00-\u9fff]/;
/** Reads the same in every language. */
const NAME = /^(HTTPS|[a-z]+([._][a-z]+)+)$/;

test('what is said of operations and fields in English is said in Chinese', () => {
  const [en, zh] = (['en', 'zh'] as const).map((locale) => {
    const { paths, components } = describeApi({ locale, url: '' });
    return textsOf({ paths, schemas: components.schemas });
  });
  expect(en?.length).toBeGreaterThan(300);
  expect(zh?.map(([at]) => at)).toEqual(en?.map(([at]) => at));
  expect(zh?.filter(([, said]) => !HAN.test(said) && !NAME.test(said))).toEqual([]);
  expect(en?.filter(([, said]) => HAN.test(said))).toEqual([]);
});

test('the page tells of the same fields in both languages', () => {
  const [en, zh] = [describeFields('en'), describeFields('zh')];
  const paths = (fields: typeof en) => Object.values(fields).flatMap((each) => each.map(({ path }) => path));
  expect(paths(zh)).toEqual(paths(en));
  expect(en.Finding?.find(({ path }) => path === 'severity')?.text).toBe('`warn` may be ignored, `fail` may not');
  expect(zh.Finding?.find(({ path }) => path === 'severity')?.text).toBe('`warn` 可以忽略，`fail` 不可忽略');
});
