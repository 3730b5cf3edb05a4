import { isTimeZone } from '@activity-hub/contracts/calendar';

/**
 * Which zone times are shown in. `participant`: on the page of one person their zone, elsewhere UTC.
 * `mine` carries the browser's zone, so that the server renders the same times as the browser.
 */
export type ZoneChoice =
  | { readonly mode: 'utc' }
  | { readonly mode: 'mine'; readonly zone: string }
  | { readonly mode: 'participant' };

export const zoneCookie = 'zone';

export function parseZoneChoice(cookie: string | undefined): ZoneChoice {
  if (cookie === 'utc') return { mode: 'utc' };
  if (cookie?.startsWith('mine:')) {
    const zone = cookie.slice('mine:'.length);
    if (isTimeZone(zone)) return { mode: 'mine', zone };
  }
  return { mode: 'participant' };
}

export function formatZoneChoice(choice: ZoneChoice): string {
  return choice.mode === 'mine' ? `mine:${choice.zone}` : choice.mode;
}

export function zoneOfChoice(choice: ZoneChoice, participantZone: string | null): string {
  if (choice.mode === 'mine') return choice.zone;
  if (choice.mode === 'participant') return participantZone ?? 'UTC';
  return 'UTC';
}
