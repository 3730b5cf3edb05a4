import { cookies } from 'next/headers';
import { isLocale, localeCookie } from '../../../i18n/locale.ts';
import { formatZoneChoice, parseZoneChoice, zoneCookie } from '../../../times/zone-choice.ts';

const yearInSeconds = 365 * 24 * 60 * 60;
const lasting = { path: '/', maxAge: yearInSeconds, sameSite: 'lax', httpOnly: true } as const;

/** Keeps the language and the time zone. What is not a known choice is not kept. */
export async function POST(request: Request): Promise<Response> {
  const choice: unknown = await request.json().catch(() => undefined);
  if (typeof choice !== 'object' || choice === null) return new Response(null, { status: 400 });
  const jar = await cookies();
  if ('locale' in choice && typeof choice.locale === 'string' && isLocale(choice.locale)) {
    jar.set(localeCookie, choice.locale, lasting);
  }
  if ('zone' in choice && typeof choice.zone === 'string') {
    jar.set(zoneCookie, formatZoneChoice(parseZoneChoice(choice.zone)), lasting);
  }
  return new Response(null, { status: 204 });
}
