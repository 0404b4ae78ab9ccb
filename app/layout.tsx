import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { HTML_LANG } from '#lib/locale.ts';
import { requestLocale } from '#lib/page-title.ts';
import { inTab } from '#lib/tab-title.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'OpenDTS', template: inTab('%s') },
  description: 'Migrate PostgreSQL databases and keep them in step.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f9fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1013' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  return (
    <html lang={HTML_LANG[locale]} suppressHydrationWarning>
      <body>
        <Providers locale={locale}>{children}</Providers>
      </body>
    </html>
  );
}
