'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { type Comparison, comparisonOf, knownField, knownValue, otherEvidence, spokenName } from './evidence.ts';

/** What was seen against what is normal, then everything else the detector wrote down. */
export function EvidenceView({ evidence }: { readonly evidence: AnomalyCase['evidence'] }): ReactNode {
  const t = useTranslations('anomalies.evidence');
  const comparison = comparisonOf(evidence);
  const others = otherEvidence(evidence);
  return (
    <section aria-label={t('title')} className="grid gap-3">
      {comparison === undefined ? null : <ComparisonBars comparison={comparison} />}
      <Facts>
        {others.map(([name, value]) => {
          const known = knownField(name);
          return (
            <Fact key={name} name={known === undefined ? spokenName(name) : t(`field.${known}`)}>
              <EvidenceValue name={name} value={value} />
            </Fact>
          );
        })}
      </Facts>
    </section>
  );
}

function EvidenceValue({
  name,
  value,
}: {
  readonly name: string;
  readonly value: AnomalyCase['evidence'][string];
}): ReactNode {
  const t = useTranslations('anomalies.evidence');
  const format = useFormatter();
  if (typeof value === 'number') return format.number(value, { maximumFractionDigits: 3 });
  if (typeof value !== 'string') return <code>{JSON.stringify(value)}</code>;
  if (name === 'top_type') return <EventTypeLabel eventType={value} />;
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return <Instant at={value} />;
  const known = knownValue(value);
  return known === undefined ? value : t(`value.${known}`);
}

function ComparisonBars({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const t = useTranslations('anomalies.evidence');
  const format = useFormatter();
  const rows = [
    { name: 'seenNow', value: comparison.seen, color: 'var(--danger)' },
    { name: 'usualNow', value: comparison.usual, color: 'var(--accent)' },
    { name: 'limitNow', value: comparison.threshold, color: 'var(--ink-faint)' },
  ] as const;
  const most = Math.max(1, ...rows.map(({ value }) => value ?? 0));
  return (
    <div className="grid gap-2.5 rounded-lg border bg-canvas p-3">
      <h3 className="font-medium text-ink-soft text-xs">{t(`measure.${comparison.measure}`)}</h3>
      <dl className="grid gap-2">
        {rows.map(({ name, value, color }) =>
          value === null ? null : (
            <div key={name} className="grid grid-cols-[7rem_minmax(0,1fr)_3.5rem] items-center gap-2 text-[0.8125rem]">
              <dt className="text-ink-soft">{t(name)}</dt>
              <dd aria-hidden className="h-2 rounded-full bg-line">
                <span
                  className="block h-full min-w-1 rounded-full"
                  style={{ width: `${(value / most) * 100}%`, background: color }}
                />
              </dd>
              <dd className="tabular text-right font-medium">{format.number(value, { maximumFractionDigits: 1 })}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}
