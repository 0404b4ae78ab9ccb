'use client';

import { useEffect } from 'react';
import { useLocale } from '#components/locale.tsx';
import type { Text } from '#engine/text.ts';
import { inTab, TITLES } from '#lib/tab-title.ts';

/**
 * Keeps the browser's tab in the language in use. The server names a page in the language it was asked for in: a page may be shown again
 * from what the browser has kept, or its reader choose another language while it is open.
 */
export function TabTitle() {
  const { locale } = useLocale();
  useEffect(() => {
    const name = (): void => {
      const titles = document.querySelector<HTMLMetaElement>(`meta[name="${TITLES}"]`)?.content;
      // A page of one task goes by the task's name.
      if (titles === undefined) return;
      const title = inTab((JSON.parse(titles) as Text)[locale]);
      if (document.title !== title) document.title = title;
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true, attributes: true });
    return () => observer.disconnect();
  }, [locale]);
  return null;
}
