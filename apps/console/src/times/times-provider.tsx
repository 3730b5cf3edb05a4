'use client';

import { useLocale, useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { rememberChoice } from '../components/remember-choice.ts';
import { type Times, timesIn } from './format-times.ts';
import { formatZoneChoice, type ZoneChoice, zoneOfChoice } from './zone-choice.ts';

interface ZoneState {
  readonly choice: ZoneChoice;
  readonly choose: (choice: ZoneChoice) => void;
  /** Zone of the person whose page is open. */
  readonly participantZone: string | null;
  readonly announceParticipant: (zone: string | null) => void;
}

const ZoneContext = createContext<ZoneState | undefined>(undefined);

export function useZone(): ZoneState {
  const state = useContext(ZoneContext);
  if (state === undefined) throw new Error('useZone needs a TimesProvider above it.');
  return state;
}

/** Formats in the language of the page and the zone of the chip: the only way times reach the screen. */
export function useTimes(): Times {
  const locale = useLocale();
  const { choice, participantZone } = useZone();
  return timesIn(locale, zoneOfChoice(choice, participantZone));
}

export function TimesProvider({
  initialChoice,
  children,
}: {
  readonly initialChoice: ZoneChoice;
  readonly children: ReactNode;
}): ReactNode {
  const [choice, setChoice] = useState(initialChoice);
  const [participantZone, announceParticipant] = useState<string | null>(null);
  const state = useMemo<ZoneState>(
    () => ({
      choice,
      choose: (next) => {
        setChoice(next);
        void rememberChoice({ zone: formatZoneChoice(next) });
      },
      participantZone,
      announceParticipant,
    }),
    [choice, participantZone],
  );
  return <ZoneContext value={state}>{children}</ZoneContext>;
}

/**
 * The part of a page that is about one person. It overrides the zone for its children at once, also on
 * the server, and tells the chip in the shell, which lies outside.
 */
export function ParticipantTimes({
  zone,
  children,
}: {
  readonly zone: string | null;
  readonly children: ReactNode;
}): ReactNode {
  const outer = useZone();
  const { announceParticipant } = outer;
  useEffect(() => {
    announceParticipant(zone);
    return () => announceParticipant(null);
  }, [announceParticipant, zone]);
  const state = useMemo(() => ({ ...outer, participantZone: zone }), [outer, zone]);
  return <ZoneContext value={state}>{children}</ZoneContext>;
}

/** An instant in the chosen zone; hovering tells the full time with its zone and the time in UTC. */
export function Instant({
  at,
  form = 'instant',
  className,
}: {
  readonly at: string;
  readonly form?: 'instant' | 'date' | 'clock' | 'shortClock' | 'precise';
  readonly className?: string;
}): ReactNode {
  const times = useTimes();
  const locale = useLocale();
  const t = useTranslations('time');
  const title = t('hover', {
    local: times.precise(at),
    zone: times.zone,
    utc: timesIn(locale, 'UTC').precise(at),
    iso: at,
  });
  // Browsers and Node may carry different locale data; a differing month name is no reason to render twice.
  return (
    <time dateTime={at} title={title} className={className} suppressHydrationWarning>
      {times[form](at)}
    </time>
  );
}
