'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { demoCommand, loadDemo } from '../../components/load-demo.ts';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';

/** The other way to see something: a small ecosystem that is made up. */
export function DemoOffer(): ReactNode {
  const t = useTranslations('start');
  const queryClient = useQueryClient();
  const router = useRouter();
  const demo = useMutation({
    mutationFn: loadDemo,
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      router.push('/');
    },
  });
  return (
    <Card aria-labelledby="demo-offer">
      <h2 id="demo-offer" className="font-semibold">
        {t('demoTitle')}
      </h2>
      <p className="mt-0.5 mb-3 text-ink-soft">{t('demoText')}</p>
      <Button onClick={() => demo.mutate()} disabled={demo.isPending}>
        <Sparkles aria-hidden size={15} />
        {demo.isPending ? t('demoLoading') : t('demoLoad')}
      </Button>
      <p role="status" className="mt-2 text-danger text-xs empty:hidden">
        {demo.isError ? t('demoFailed', { command: demoCommand }) : ''}
      </p>
    </Card>
  );
}
