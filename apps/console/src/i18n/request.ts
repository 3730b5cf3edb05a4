import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLocale, type Locale, localeCookie } from './locale.ts';

async function messagesOf(locale: Locale): Promise<typeof import('./english.ts').english> {
  return locale === 'ru' ? (await import('./russian.ts')).russian : (await import('./english.ts')).english;
}

export default getRequestConfig(async () => {
  const [cookieJar, requestHeaders] = await Promise.all([cookies(), headers()]);
  const locale = chooseLocale(cookieJar.get(localeCookie)?.value, requestHeaders.get('accept-language'));
  // The instant is fixed per request and handed to the browser, so that both render the same relative times.
  return { locale, messages: await messagesOf(locale), timeZone: 'UTC', now: new Date() };
});
