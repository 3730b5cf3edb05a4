'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { rememberChoice } from '../../components/remember-choice.ts';
import { ChoiceMenu } from '../../components/ui/choice-menu.tsx';
import { locales } from '../../i18n/locale.ts';

export function LocaleMenu(): ReactNode {
  const t = useTranslations('language');
  const locale = useLocale();
  const router = useRouter();
  return (
    <ChoiceMenu
      title={t('title')}
      choices={locales.map((value) => ({ value, label: t(value), lang: value }))}
      value={locale}
      onChoose={(value) => {
        void rememberChoice({ locale: value }).then(() => router.refresh());
      }}
    >
      <span className="sr-only">{t('title')}</span> <span className="uppercase">{locale}</span>
    </ChoiceMenu>
  );
}
