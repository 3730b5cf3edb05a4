import type { RedriveSelectionInput } from './shown-delivery.ts';

export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;
export type RepairKind = RedriveSelectionInput['kind'];

/** What a repair of many is narrowed to, as its form holds it. */
export interface RepairDraft {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly eventType: string;
  readonly statusClass: (typeof statusClasses)[number] | '';
}

export const emptyRepair: RepairDraft = { fromMs: null, toMs: null, eventType: '', statusClass: '' };

/** @returns undefined as long as it does not say what it takes, or its range runs backwards */
export function repairSelectionOf(kind: RepairKind, draft: RepairDraft): RedriveSelectionInput | undefined {
  const { fromMs, toMs, eventType, statusClass } = draft;
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return undefined;
  const iso = (ms: number): string => new Date(ms).toISOString();
  if (kind === 'recover') return fromMs === null ? undefined : { kind, since: iso(fromMs) };
  if (kind === 'replay_missing')
    return fromMs === null || toMs === null ? undefined : { kind, from: iso(fromMs), to: iso(toMs) };
  return {
    kind,
    ...(eventType.trim() === '' ? {} : { event_type: eventType.trim() }),
    ...(statusClass === '' ? {} : { status_class: statusClass }),
    ...(fromMs === null ? {} : { from: iso(fromMs) }),
    ...(toMs === null ? {} : { to: iso(toMs) }),
  };
}
