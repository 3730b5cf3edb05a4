import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies, headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ShortcutsProvider } from '../components/shortcuts/shortcuts-provider.tsx';
import { TimesProvider } from '../times/times-provider.tsx';
import { parseZoneChoice, zoneCookie } from '../times/zone-choice.ts';
import { TrpcProvider } from '../trpc/trpc-provider.tsx';
import './globals.css';

const inter = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter-latin',
  display: 'swap',
  // Its fallback would stand before the Cyrillic file and take the Cyrillic letters; that file's own serves both.
  adjustFontFallback: false,
});
const interCyrillic = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter-cyrillic',
  display: 'swap',
  preload: false,
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: { default: t('name'), template: `%s · ${t('name')}` }, description: t('description') };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#13171d' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const [locale, requestHeaders, cookieJar] = await Promise.all([getLocale(), headers(), cookies()]);
  const nonce = requestHeaders.get('x-nonce') ?? undefined;
  return (
    <html lang={locale} className={`${inter.variable} ${interCyrillic.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" disableTransitionOnChange {...(nonce === undefined ? {} : { nonce })}>
          <NextIntlClientProvider>
            <NuqsAdapter>
              <TrpcProvider>
                <TimesProvider initialChoice={parseZoneChoice(cookieJar.get(zoneCookie)?.value)}>
                  <ShortcutsProvider>{children}</ShortcutsProvider>
                </TimesProvider>
              </TrpcProvider>
            </NuqsAdapter>
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
