import {
  Activity,
  FileJson2,
  FileWarning,
  House,
  KeyRound,
  type LucideIcon,
  Puzzle,
  RadioTower,
  ScrollText,
  Send,
  TriangleAlert,
  UserCog,
  Users,
  UsersRound,
} from 'lucide-react';
import type { SignedInPerson } from '../session/session-of-request.ts';

const names = [
  'home',
  'events',
  'users',
  'anomalies',
  'cohorts',
  'refused',
  'sources',
  'schemas',
  'subscriptions',
  'plugins',
  'keys',
  'people',
  'audit',
] as const;
export type PlaceName = (typeof names)[number];

export interface Place {
  readonly name: PlaceName;
  readonly href: string;
  readonly icon: LucideIcon;
  readonly shortcut: string;
  /** What a role may not use is absent, not greyed out. */
  readonly adminsOnly: boolean;
}

const places: readonly Place[] = [
  { name: 'home', href: '/', icon: House, shortcut: 'g h', adminsOnly: false },
  { name: 'events', href: '/events', icon: Activity, shortcut: 'g e', adminsOnly: false },
  { name: 'users', href: '/users', icon: Users, shortcut: 'g u', adminsOnly: false },
  { name: 'anomalies', href: '/anomalies', icon: TriangleAlert, shortcut: 'g a', adminsOnly: false },
  { name: 'cohorts', href: '/cohorts', icon: UsersRound, shortcut: 'g c', adminsOnly: false },
  { name: 'refused', href: '/refused', icon: FileWarning, shortcut: 'g r', adminsOnly: true },
  { name: 'sources', href: '/sources', icon: RadioTower, shortcut: 'g o', adminsOnly: true },
  { name: 'schemas', href: '/schemas', icon: FileJson2, shortcut: 'g s', adminsOnly: true },
  { name: 'subscriptions', href: '/subscriptions', icon: Send, shortcut: 'g d', adminsOnly: true },
  { name: 'plugins', href: '/plugins', icon: Puzzle, shortcut: 'g i', adminsOnly: true },
  { name: 'keys', href: '/keys', icon: KeyRound, shortcut: 'g k', adminsOnly: true },
  { name: 'people', href: '/people', icon: UserCog, shortcut: 'g p', adminsOnly: true },
  { name: 'audit', href: '/audit', icon: ScrollText, shortcut: 'g l', adminsOnly: true },
];

/** How many of them the bar of a phone holds; the rest is behind its last button. */
export const placesOnPhones = 4;

export function placesOf(role: SignedInPerson['role']): readonly Place[] {
  return places.filter(({ adminsOnly }) => role === 'admin' || !adminsOnly);
}

export function placeOfPath(path: string, of: readonly Place[]): PlaceName | undefined {
  return of.find(({ href }) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)))?.name;
}
