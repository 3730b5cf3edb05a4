'use client';

import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { Toaster as Sonner } from 'sonner';

/** Short confirmations that ask nothing of the person; `toast` of sonner puts them here. */
export function Toaster(): ReactNode {
  const t = useTranslations('dialog');
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme === 'light' || theme === 'dark' ? theme : 'system'}
      position="bottom-center"
      containerAriaLabel={t('notices')}
      offset={72}
      toastOptions={{ className: 'font-sans' }}
    />
  );
}
