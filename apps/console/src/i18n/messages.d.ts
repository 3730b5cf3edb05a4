import type en from './en.json';
import type { Locale as ConsoleLocale } from './locale.ts';

declare module 'next-intl' {
  interface AppConfig {
    Locale: ConsoleLocale;
    Messages: typeof en;
  }
}
