import type { AnomalyCase, CaseSearch } from '@activity-hub/contracts/activity/anomaly-case';
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const caseStatuses = [
  'open',
  'acknowledged',
  'investigating',
  'resolved',
  'dismissed',
] as const satisfies readonly AnomalyCase['status'][];
export const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly AnomalyCase['severity'][];

export const caseFilters = {
  status: parseAsStringLiteral(caseStatuses),
  severity: parseAsStringLiteral(severities),
  user: parseAsString,
};

export const loadCaseFilters = createLoader(caseFilters);

export type CaseFilters = {
  readonly [Name in keyof typeof caseFilters]: ReturnType<(typeof caseFilters)[Name]['parseServerSide']>;
};

export function caseSearchOf({ status, severity, user }: CaseFilters): CaseSearch {
  return {
    ...(status === null ? {} : { status }),
    ...(severity === null ? {} : { severity }),
    ...(user === null ? {} : { user_id: user }),
    limit: 100,
  };
}
