import { isTimeZone } from '@activity-hub/contracts/calendar';

/** Lower-case name to the spelling that is stored. Bounded by the number of zones there are. */
const spellings = new Map(['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => [zone.toLowerCase(), zone]));

/**
 * The stored spelling of an IANA zone. The platform takes any mixture of upper and lower case, and
 * every spelling would cost a formatter of its own in the calendar's cache, for ever.
 * @returns undefined when there is no such zone.
 */
export function knownTimeZone(name: string): string | undefined {
  const known = spellings.get(name.toLowerCase());
  if (known !== undefined) return known;
  if (!isTimeZone(name)) return undefined;
  spellings.set(name.toLowerCase(), name);
  return name;
}
