import type { NewKey } from '@activity-hub/contracts/access/api-key';
import { type KeyPermission, keyPermissions } from '@activity-hub/contracts/access/caller';

/** How long a key may live, in days; null: until it is revoked. */
export const lifetimes = { month: 30, quarter: 90, year: 365, endless: null } as const;
export type Lifetime = keyof typeof lifetimes;
export const lifetimeNames = Object.keys(lifetimes) as readonly Lifetime[];

const dayMs = 24 * 60 * 60 * 1000;

/** A key as the form holds it: everything is text until it is sent. */
export interface KeyDraft {
  readonly name: string;
  readonly source: string;
  readonly permissions: Readonly<Record<KeyPermission, boolean>>;
  readonly eventTypes: string;
  readonly eventsPerSecond: string;
  readonly eventsPerDay: string;
  readonly lifetime: Lifetime;
}

export const emptyDraft: KeyDraft = {
  name: '',
  source: '',
  permissions: { write: true, read: false, admin: false },
  eventTypes: '',
  eventsPerSecond: '',
  eventsPerDay: '',
  lifetime: 'year',
};

export const sourcePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const patternPart = '([a-z][a-z0-9_]{0,63}|\\*)';
/** The grammar of topic patterns; the hub checks it again with the one it uses. */
const topicPattern = new RegExp(`^(\\*\\*|${patternPart}(\\.${patternPart}){0,5}(\\.\\*\\*)?)$`);

export function patternsOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

export function arePatterns(text: string): boolean {
  return patternsOf(text).every((pattern) => topicPattern.test(pattern));
}

export function isWholeNumber(text: string): boolean {
  return /^\s*(\d{1,12})?\s*$/.test(text) && Number(text) !== 0 ? true : text.trim() === '';
}

export function newKeyOf(draft: KeyDraft, nowMs: number): NewKey {
  const days = lifetimes[draft.lifetime];
  const patterns = patternsOf(draft.eventTypes);
  const figure = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  return {
    name: draft.name.trim(),
    source: draft.source.trim() === '' ? null : draft.source.trim(),
    permissions: keyPermissions.filter((permission) => draft.permissions[permission]),
    ...(patterns.length === 0 ? {} : { event_types: [...patterns] }),
    limits: {
      events_per_second: figure(draft.eventsPerSecond),
      events_per_day: figure(draft.eventsPerDay),
    },
    expires_at: days === null ? null : new Date(nowMs + days * dayMs).toISOString(),
  };
}
