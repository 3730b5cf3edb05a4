import type { english } from './english.ts';
import type { Locale as ConsoleLocale } from './locale.ts';

declare module 'next-intl' {
  interface AppConfig {
    Locale: ConsoleLocale;
    Messages: typeof english;
  }
}
