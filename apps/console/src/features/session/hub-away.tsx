'use client';

import { CloudOff, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { Button } from '../../components/ui/button.tsx';

/** Without the hub nobody can be known, so there is no page to show at all. */
export function HubAway(): ReactNode {
  const t = useTranslations('states');
  const problemTitle = useProblemTitle();
  return (
    <main id="content" className="grid min-h-dvh place-items-center px-4">
      <div role="alert" className="flex flex-col items-center text-center">
        <span className="mb-3 inline-flex size-11 items-center justify-center rounded-xl bg-danger-soft text-danger">
          <CloudOff aria-hidden size={21} strokeWidth={1.8} />
        </span>
        <h1 className="font-semibold text-base">{t('failed')}</h1>
        <p className="mt-1 max-w-prose text-balance text-ink-soft">{problemTitle('hub_unreachable')}</p>
        <Button className="mt-4" onClick={() => window.location.reload()}>
          <RotateCw aria-hidden size={15} />
          {t('retry')}
        </Button>
      </div>
    </main>
  );
}
