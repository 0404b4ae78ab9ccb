'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { useSyncExternalStore } from 'react';
import { cn } from '#components/class-names.ts';
import { useLocale, useMessages } from '#components/locale.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { isLocale, type Locale } from '#lib/locale.ts';
import { shellMessages } from './messages.ts';

const never = () => () => {};

/** False on the server and in the first picture of the browser: the chosen theme is known to the browser only. */
function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

export function ThemeSwitch({ className }: { className?: string | undefined }) {
  const m = useMessages(shellMessages);
  const { theme = 'system', setTheme } = useTheme();
  const inBrowser = useInBrowser();
  return (
    <Segments
      label={m.theme}
      value={inBrowser ? theme : undefined}
      onValueChange={setTheme}
      className={className}
      options={[
        { value: 'light', label: m.light, face: <Sun aria-hidden className="size-3.5" /> },
        { value: 'dark', label: m.dark, face: <Moon aria-hidden className="size-3.5" /> },
        { value: 'system', label: m.system, face: <Monitor aria-hidden className="size-3.5" /> },
      ]}
    />
  );
}

const FACES: readonly { value: Locale; label: string; face: ReactNode }[] = [
  { value: 'en', label: 'English', face: 'EN' },
  { value: 'zh', label: '中文', face: '中文' },
];

export function LanguageSwitch({ className }: { className?: string | undefined }) {
  const m = useMessages(shellMessages);
  const { locale, setLocale } = useLocale();
  return (
    <Segments
      label={m.language}
      value={locale}
      onValueChange={(next) => isLocale(next) && setLocale(next)}
      className={cn('text-2xs', className)}
      options={FACES}
    />
  );
}
