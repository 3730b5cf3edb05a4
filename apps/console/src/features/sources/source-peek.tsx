'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { PeekPanel, type PeekWalk } from '../../components/peek-panel.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useDuration } from '../../times/use-duration.ts';
import { RefusalRate } from './refusal-rate.tsx';
import { SourceEpisodes } from './source-episodes.tsx';
import { SourceLinks } from './source-links.tsx';
import { SourcePolicyChoice } from './source-policy-choice.tsx';
import { SourceStateBadges } from './source-state-badges.tsx';

export function SourcePeek({ source, ...walk }: PeekWalk & { readonly source: SourceHealth }): ReactNode {
  const t = useTranslations('sources');
  return (
    <PeekPanel label={t('one')} {...walk}>
      <div className="grid gap-5">
        <header aria-live="polite">
          <h2 className="mb-1 font-semibold text-base [overflow-wrap:anywhere]">{source.source}</h2>
          <SourceStateBadges source={source} />
        </header>
        <SourceFigures source={source} />
        <SourceLinks source={source.source} openRefused={source.open_refused} />
        <SourcePolicyChoice source={source} />
        <SourceEpisodes source={source.source} />
      </div>
    </PeekPanel>
  );
}

function SourceFigures({ source }: { readonly source: SourceHealth }): ReactNode {
  const t = useTranslations('sources');
  const format = useFormatter();
  const duration = useDuration();
  const instant = (at: string | null): ReactNode => (at === null ? t('fact.never') : <Instant at={at} />);
  const accepted = format.number(source.accepted_5m);
  const refused = format.number(source.refused_5m);
  return (
    <Facts>
      <Fact name={t('column.lastSeen')}>{instant(source.last_seen_at)}</Fact>
      <Fact name={t('fact.lastAccepted')}>{instant(source.last_accepted_at)}</Fact>
      <Fact name={t('fact.lastRefused')}>{instant(source.last_refused_at)}</Fact>
      <Fact name={t('fact.firstSeen')}>{instant(source.first_seen_at)}</Fact>
      <Fact name={t('column.accepted')}>{format.number(source.accepted_24h)}</Fact>
      <Fact name={t('fact.duplicates')}>{format.number(source.duplicates_24h)}</Fact>
      <Fact name={t('column.refused')}>{format.number(source.refused_24h)}</Fact>
      <Fact name={t('column.rate')}>
        <RefusalRate rate={source.refusal_rate_24h} />
      </Fact>
      <Fact name={t('fact.fiveMinutes')}>{t('fact.fiveMinutesOf', { accepted, refused })}</Fact>
      <Fact name={t('fact.silence')}>
        {source.silence_limit_ms === null
          ? t('fact.silenceUnknown')
          : t('fact.silenceAfter', { duration: duration(source.silence_limit_ms) })}
      </Fact>
    </Facts>
  );
}
