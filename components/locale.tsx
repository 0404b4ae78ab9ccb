'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Text } from '#engine/text.ts';
import * as format from '#lib/format.ts';
import { HTML_LANG, LOCALE_COOKIE, type Locale } from '#lib/locale.ts';
import { type Bundle, messagesIn } from '#lib/messages.ts';

interface LocaleValue {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleValue>({ locale: 'en', setLocale: () => {} });
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

export function LocaleProvider({ initial, children }: { initial: Locale; children: ReactNode }) {
  const [locale, choose] = useState(initial);
  const setLocale = useCallback((next: Locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing outside secure contexts, where consoles are often opened.
    document.cookie = `${LOCALE_COOKIE}=${next}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
    document.documentElement.lang = HTML_LANG[next];
    choose(next);
  }, []);
  const value = useMemo(() => ({ locale, setLocale }), [locale, setLocale]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): LocaleValue {
  return useContext(LocaleContext);
}

/** The words of one area in the language in use: `const m = useMessages(messages)`. */
export function useMessages<T>(bundle: Bundle<T>) {
  return messagesIn(bundle, useLocale().locale);
}

/** Reads the engine's texts in the language in use. */
export function useText(): (text: Text) => string {
  const { locale } = useLocale();
  return useCallback((text: Text) => text[locale], [locale]);
}

/** The formatters of lib/format.ts in the language in use: `const format = useFormat(); format.rows(12)`. */
export function useFormat() {
  const { locale } = useLocale();
  return useMemo(
    () => ({
      count: (value: number | bigint | null | undefined) => format.formatCount(value, locale),
      rows: (value: number | bigint | null | undefined) => format.formatRows(value, locale),
      bytes: (value: number | bigint | null | undefined) => format.formatBytes(value, locale),
      rate: (rowsPerSecond: number | null | undefined) => format.formatRate(rowsPerSecond, locale),
      byteRate: (bytesPerSecond: number | null | undefined) => format.formatByteRate(bytesPerSecond, locale),
      percent: (share: number | null | undefined) => format.formatPercent(share, locale),
      duration: (milliseconds: number | null | undefined) => format.formatDuration(milliseconds, locale),
      lag: (milliseconds: number | null | undefined) => format.formatLag(milliseconds, locale),
      lagTime: (milliseconds: number | null | undefined) => format.formatLagTime(milliseconds, locale),
      dateTime: (value: Date | string | number | null | undefined) => format.formatDateTime(value, locale),
      time: (value: Date | string | number | null | undefined) => format.formatTime(value, locale),
    }),
    [locale],
  );
}
