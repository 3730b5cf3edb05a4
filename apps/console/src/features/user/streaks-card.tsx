'use client';

import type { UserStreak } from '@activity-hub/contracts/activity/user-activity';
import { Flame } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { WhyValue } from './why-value-dialog.tsx';

/** Support, not judgement: a broken streak has no colour of its own, and the best one stays in sight. */
export function StreaksCard({
  userId,
  streaks,
}: {
  readonly userId: string;
  readonly streaks: readonly UserStreak[];
}): ReactNode {
  const t = useTranslations('user.streak');
  const zone = streaks[0]?.time_zone;
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={zone === undefined ? undefined : t('boundary', { zone })}>
        <WhyValue userId={userId} processor="streak" title={t('why')} />
      </CardHeading>
      <div className="grid gap-4">
        {streaks.map((streak) => (
          <Streak key={streak.streak_type} streak={streak} />
        ))}
      </div>
    </Card>
  );
}

function Streak({ streak }: { readonly streak: UserStreak }): ReactNode {
  const t = useTranslations('user.streak');
  const type = streak.streak_type;
  return (
    <section aria-label={t(type)} className="flex gap-3">
      <span
        className={classNames(
          'inline-flex size-10 shrink-0 items-center justify-center rounded-xl',
          streak.active ? 'bg-accent-soft text-accent-strong' : 'bg-hover text-ink-faint',
        )}
      >
        <Flame aria-hidden size={20} strokeWidth={1.8} />
      </span>
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2 text-ink-soft text-xs">
          {t(type)}
          {streak.at_risk ? <Badge tone="warning">{t('atRisk')}</Badge> : null}
        </h3>
        <p className="font-semibold text-lg" data-streak={type}>
          {t(`count.${type}`, { count: streak.current })}
        </p>
        <p className="text-ink-faint text-xs">{t(`best.${type}`, { count: streak.best })}</p>
        {streak.at_risk && streak.breaks_at !== null ? (
          <p className="mt-1 text-ink-soft text-xs">
            {t.rich('keep', { at: () => <Instant at={streak.breaks_at ?? ''} className="font-medium text-ink" /> })}
          </p>
        ) : null}
      </div>
    </section>
  );
}
