import type { Locale } from '../../i18n/locale.ts';

/** The hub's sentences are written in it. */
const hubLocale: Locale = 'en';

/** What the hub says of something that failed. */
export interface Saying {
  /** Of the console, from the code and the facts beside it, in the reader's language. */
  readonly words: string;
  /** The hub's own. */
  readonly sentence: string | undefined;
  /** Whether the words leave nothing out that helps. */
  readonly complete?: boolean;
}

export interface ShownSaying {
  readonly lead: string;
  /** In the hub's language. */
  readonly detail: string | undefined;
}

/** Whoever reads the hub's language gets its sentence alone: it says the same, and more. */
export function shownSaying({ words, sentence, complete = false }: Saying, locale: Locale): ShownSaying {
  if (sentence !== undefined && locale === hubLocale) return { lead: sentence, detail: undefined };
  return { lead: words, detail: complete ? undefined : sentence };
}

/** As one line, where there is no room for two. */
export function sayingText(saying: Saying, locale: Locale): string {
  const { lead, detail } = shownSaying(saying, locale);
  if (detail === undefined) return lead;
  return lead.endsWith('.') ? `${lead} ${detail}` : `${lead}: ${detail}`;
}
