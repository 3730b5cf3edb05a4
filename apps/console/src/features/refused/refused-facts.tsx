'use client';

import type { RefusedEvent } from '@activity-hub/contracts/activity/refused-event';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { Instant } from '../../times/times-provider.tsx';

const linkLook = 'text-accent-strong underline underline-offset-4';

export function RefusedFacts({ refused }: { readonly refused: RefusedEvent }): ReactNode {
  const t = useTranslations('refused.fact');
  const format = useFormatter();
  const bytes = format.number(refused.raw_bytes);
  return (
    <Facts>
      <Fact name={t('received')}>
        <Instant at={refused.received_at} form="precise" />
      </Fact>
      <Fact name={t('code')} copy={refused.code}>
        <code>{refused.code}</code>
      </Fact>
      <Fact name={t('place')} copy={refused.pointer === '' ? null : refused.pointer}>
        {refused.pointer === '' ? null : <code>{refused.pointer}</code>}
      </Fact>
      <Fact name={t('type')} copy={refused.event_type}>
        {refused.event_type === null ? null : <code>{refused.event_type}</code>}
      </Fact>
      <Fact name={t('source')}>
        {refused.source_system === null ? null : (
          <Link
            href={`/sources?peek=${encodeURIComponent(refused.source_system)}`}
            prefetch={false}
            className={linkLook}
          >
            {refused.source_system}
          </Link>
        )}
      </Fact>
      <Fact name={t('key')} copy={refused.key_id}>
        {refused.key_id === null ? (
          t('noKey')
        ) : (
          <Link href={`/keys?peek=${refused.key_id}`} prefetch={false} className={linkLook}>
            <code>{refused.key_id}</code>
          </Link>
        )}
      </Fact>
      <Fact name={t('surface')}>
        <code>{refused.surface}</code>
      </Fact>
      <Fact name={t('format')}>
        <code>{refused.format}</code>
      </Fact>
      <Fact name={t('eventId')} copy={refused.event_id}>
        {refused.event_id === null ? null : <code>{refused.event_id}</code>}
      </Fact>
      <Fact name={t('bytes')}>{refused.raw_truncated ? t('bytesCut', { bytes }) : bytes}</Fact>
      <Fact name={t('id')} copy={refused.refused_id}>
        <code>{refused.refused_id}</code>
      </Fact>
    </Facts>
  );
}
