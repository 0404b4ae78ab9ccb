import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import type { Text } from '#engine/text.ts';
import { LOCALE_COOKIE, type Locale, pickLocale } from './locale.ts';
import { TITLES } from './tab-title.ts';

/** The language of the person who asks for a page. */
export async function requestLocale(): Promise<Locale> {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  return pickLocale(cookieStore.get(LOCALE_COOKIE)?.value, headerStore.get('accept-language'));
}

/** What a page is called in the browser's tab: `export const generateMetadata = titled({ en: 'Users', zh: '用户' })`. */
export function titled(title: Text): () => Promise<Metadata> {
  return async () => ({ title: title[await requestLocale()], other: { [TITLES]: JSON.stringify(title) } });
}
