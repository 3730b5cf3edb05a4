'use client';

import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { arePatterns, patternsOf } from '../keys/key-draft.ts';
import { AreaLinks } from '../subscriptions/area-links.tsx';
import { TailNote } from './tail-note.tsx';
import { TailTable } from './tail-table.tsx';
import { useEventTail } from './use-event-tail.ts';

const everything = 'activity.**';
const tailAddress = { topics: parseAsString, filter: parseAsString };

/** Events as they are recorded. */
export function TailPage(): ReactNode {
  const t = useTranslations('tail');
  const [{ topics, filter }, setAddress] = useQueryStates(tailAddress, { history: 'push' });
  const wanted = patternsOf(topics ?? everything).join(',');
  return (
    <>
      <PageHeading title={t('title')} detail={t('detail')} />
      <AreaLinks current="tail" />
      <search aria-label={t('filterEvents')} className="mb-3 grid items-start gap-2 md:grid-cols-2">
        <CommittedInput
          label={t('topics')}
          showLabel
          mono
          value={topics ?? everything}
          valid={arePatterns}
          invalidHint={t('topicsWrong')}
          onCommit={(next) => void setAddress({ topics: next })}
        />
        <CommittedInput
          label={t('filter')}
          showLabel
          mono
          value={filter}
          onCommit={(next) => void setAddress({ filter: next })}
        />
      </search>
      <Tail key={`${wanted} ${filter ?? ''}`} topics={wanted} filter={filter ?? ''} />
    </>
  );
}

function Tail({ topics, filter }: { readonly topics: string; readonly filter: string }): ReactNode {
  const t = useTranslations('tail');
  const tail = useEventTail(topics, filter);
  const { rows } = tail;
  const box = useRef<HTMLElement>(null);
  const goOn = (): void => {
    box.current?.scrollTo({ top: 0 });
    tail.release();
  };
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        {rows.held === null ? (
          <Button onClick={() => tail.hold('asked')}>
            <Pause aria-hidden size={15} />
            {t('pause')}
          </Button>
        ) : (
          <Button tone="primary" onClick={goOn}>
            <Play aria-hidden size={15} />
            {t('resume', { count: rows.waiting.length })}
          </Button>
        )}
        <TailNote tail={tail} />
      </div>
      <TailTable rows={rows.shown} box={box} onRead={tail.hold} />
    </>
  );
}
