import { addDays, dayIn } from '@activity-hub/contracts/calendar';

/**
 * The last day that charts and calendar show: the one in the address, else today; for a person whose
 * last activity is more than a year old, the day of that activity, as an empty page says nothing.
 */
export function shownUntil(inAddress: string | null, lastEventAt: string | null, zone: string, today: string): string {
  if (inAddress !== null && /^\d{4}-\d{2}-\d{2}$/.test(inAddress) && !Number.isNaN(Date.parse(inAddress)))
    return inAddress;
  const lastDay = lastEventAt === null ? today : dayIn(zone, Date.parse(lastEventAt));
  return lastDay < addDays(today, -364) ? lastDay : today;
}
