'use client';

import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { AreaLinks } from '../subscriptions/area-links.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { RedriveRunCard } from './redrive-run-card.tsx';

export function DeadLettersPage(): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? <AllDeadLetters /> : <NoAccessState reason="forbidden" />;
}

/** What could not be delivered, over all subscriptions. */
function AllDeadLetters(): ReactNode {
  const t = useTranslations('deadLetters');
  const [run, setRun] = useQueryState('run', parseAsString.withOptions({ history: 'push' }));
  return (
    <>
      <PageHeading title={t('title')} detail={t('detail')} />
      <AreaLinks current="dead" />
      {run === null ? null : <RedriveRunCard key={run} runId={run} onHide={() => void setRun(null)} />}
      <DeadLetters onRun={(runId) => void setRun(runId)} />
    </>
  );
}
