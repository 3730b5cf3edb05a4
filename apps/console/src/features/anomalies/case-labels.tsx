'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import { comparisonOf, knownKind, otherEvidence, spokenName } from './evidence.ts';

const severityTones: Readonly<Record<AnomalyCase['severity'], BadgeTone>> = {
  low: 'neutral',
  medium: 'warning',
  high: 'danger',
  critical: 'danger',
};
const severityBars: Readonly<Record<AnomalyCase['severity'], number>> = { low: 1, medium: 2, high: 3, critical: 4 };

/** Colour, bars and word: severity reads without colours too. */
export function SeverityBadge({ severity }: { readonly severity: AnomalyCase['severity'] }): ReactNode {
  const t = useTranslations('anomalies.severity');
  return (
    <Badge tone={severityTones[severity]}>
      <span aria-hidden className="flex items-end gap-px">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className="w-[3px] rounded-[1px] bg-current"
            style={{ height: 2 + bar * 2, opacity: bar <= severityBars[severity] ? 1 : 0.3 }}
          />
        ))}
      </span>
      {t(severity)}
    </Badge>
  );
}

export function StatusBadge({ status }: { readonly status: AnomalyCase['status'] }): ReactNode {
  const t = useTranslations('anomalies.status');
  return <Badge tone={status === 'open' ? 'accent' : 'neutral'}>{t(status)}</Badge>;
}

export function useKindName(): (kind: string) => string {
  const t = useTranslations('anomalies.kind');
  return (kind) => {
    const known = knownKind(kind);
    return known === undefined ? spokenName(kind) : t(known);
  };
}

/** One line of what was found. */
export function useEvidenceSummary(): (evidence: AnomalyCase['evidence']) => string {
  const t = useTranslations('anomalies.evidence');
  const format = useFormatter();
  return (evidence) => {
    const comparison = comparisonOf(evidence);
    if (comparison === undefined) {
      return otherEvidence(evidence)
        .flatMap(([name, value]) => (typeof value === 'object' ? [] : [[name, value] as const]))
        .slice(0, 3)
        .map(
          ([name, value]) => `${spokenName(name)}: ${typeof value === 'number' ? format.number(value) : String(value)}`,
        )
        .join(' · ');
    }
    const seen = t(`seen.${comparison.measure}`, { count: comparison.seen });
    if (comparison.usual !== null)
      return `${seen} · ${t('usual', { value: format.number(comparison.usual, { maximumFractionDigits: 1 }) })}`;
    return comparison.threshold === null
      ? seen
      : `${seen} · ${t('limit', { value: format.number(comparison.threshold) })}`;
  };
}
