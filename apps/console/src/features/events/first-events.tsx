'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send, Sparkles } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { demoCommand, loadDemo } from '../../components/load-demo.ts';
import { Button } from '../../components/ui/button.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import { usePerson } from '../session/person-provider.tsx';

/** What to do when the log is empty: send a first event, or load the demo. Both need an admin. */
export function FirstEvents({ onLoaded }: { readonly onLoaded: () => Promise<void> }): ReactNode {
  const t = useTranslations('firstEvents');
  const { role } = usePerson();
  const queryClient = useQueryClient();
  const demo = useMutation({
    mutationFn: loadDemo,
    onSuccess: async () => {
      await onLoaded();
      await queryClient.invalidateQueries();
    },
  });
  if (role !== 'admin') return <p className="text-ink-soft">{t('askAdmin')}</p>;
  return (
    <div className="grid w-full gap-5">
      <div className="flex flex-wrap justify-center gap-2">
        <Link
          href="/start"
          prefetch={false}
          className="inline-flex h-8 items-center gap-1.5 rounded-lg bg-accent px-3 font-medium text-[0.8125rem] text-on-accent hover:bg-accent-strong"
        >
          <Send aria-hidden size={15} />
          {t('sendFirst')}
        </Link>
        <Button onClick={() => demo.mutate()} disabled={demo.isPending}>
          <Sparkles aria-hidden size={15} />
          {demo.isPending ? t('loading') : t('loadDemo')}
        </Button>
      </div>
      <p role="status" className="text-danger text-xs empty:hidden">
        {demo.isError ? t('demoFailed', { command: demoCommand }) : ''}
      </p>
      <CodeBlock title={t('orCommand')} text={demoCommand} copyLabel={t('copy')} />
    </div>
  );
}
