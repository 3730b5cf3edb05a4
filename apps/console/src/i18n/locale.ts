export const locales = ['en', 'ru'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';
export const localeCookie = 'locale';

export function isLocale(value: string): value is Locale {
  return locales.some((locale) => locale === value);
}

/** A person's own choice first, then what the browser asks for, by its order of preference. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (cookie !== undefined && isLocale(cookie)) return cookie;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry, at) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const quality = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((value) => value !== undefined);
      return {
        language: tag.split('-')[0]?.toLowerCase() ?? '',
        quality: quality === undefined ? 1 : Number(quality),
        at,
      };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality || left.at - right.at);
  return wanted.map(({ language }) => language).find(isLocale) ?? defaultLocale;
}
