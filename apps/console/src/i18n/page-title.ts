import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { english } from './english.ts';

/** Areas of the texts that have a title of their own. */
type TitledArea = {
  [Area in keyof typeof english]: (typeof english)[Area] extends { readonly title: string } ? Area : never;
}[keyof typeof english];

export function pageTitle(area: TitledArea): () => Promise<Metadata> {
  return async () => {
    const t = await getTranslations();
    return { title: t(`${area}.title`) };
  };
}
