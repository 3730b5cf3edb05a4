'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { familyColor, useEventTypeName } from '../../components/event-type-label.tsx';
import { PeekLink } from '../../components/peek-link.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useDuration } from '../../times/use-duration.ts';
import { momentsOf, type TraceLane, type TraceMark, traceLanes } from './trace-moments.ts';

/** More columns than that are no picture any more; the list beside it holds everything. */
const maxMoments = 120;

export interface MarkLinks {
  readonly hrefOf: (eventId: string) => string;
  readonly onPeek: (eventId: string) => void;
}

/** Lanes over time: what happened, what came of it, what proves it, what it measures. Idle time is folded. */
export function TraceTimeline({
  marks,
  links,
}: {
  readonly marks: readonly TraceMark[];
  readonly links: MarkLinks;
}): ReactNode {
  const t = useTranslations('works.timeline');
  const duration = useDuration();
  const moments = momentsOf(marks, maxMoments);
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      <ScrollRegion label={t('title')} className="overflow-x-auto pb-2">
        <table className="border-separate border-spacing-0 text-xs">
          <thead>
            <tr>
              <th scope="col" className="sticky left-0 bg-surface pr-3 text-left font-medium text-ink-faint">
                {t('lane')}
              </th>
              {moments.map((moment) => (
                <Fragment key={moment.at}>
                  {moment.idleMs === 0 ? null : (
                    <td data-idle className="whitespace-nowrap border-x border-dashed px-2 text-ink-faint">
                      {t('idle', { time: duration(moment.idleMs) })}
                    </td>
                  )}
                  <th scope="col" className="whitespace-nowrap px-1.5 pb-1 text-left font-normal text-ink-soft">
                    <Instant at={moment.at} />
                  </th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {traceLanes.map((lane) => (
              <tr key={lane} data-lane={lane}>
                <th scope="row" className="sticky left-0 bg-surface py-1 pr-3 text-left font-medium">
                  {t(`lanes.${lane}`)}
                </th>
                {moments.map((moment) => (
                  <Fragment key={moment.at}>
                    {moment.idleMs === 0 ? null : <td className="border-x border-dashed" />}
                    <td className="border-t px-1.5 py-1 align-top">
                      <Marks lane={lane} marks={moment.marks} links={links} />
                    </td>
                  </Fragment>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}

function Marks({
  lane,
  marks,
  links,
}: {
  readonly lane: TraceLane;
  readonly marks: readonly TraceMark[];
  readonly links: MarkLinks;
}): ReactNode {
  const nameOf = useEventTypeName();
  return (
    <ul className="grid gap-1">
      {marks
        .filter((mark) => mark.lane === lane)
        .map((mark) => (
          <li key={mark.key} className="flex min-h-6 items-center gap-1.5 whitespace-nowrap">
            {lane === 'events' ? (
              <span
                aria-hidden
                className="size-2 shrink-0 rounded-full"
                style={{ background: familyColor(mark.name) }}
              />
            ) : null}
            <MarkName name={lane === 'events' ? nameOf(mark.name) : mark.name} eventId={mark.eventId} links={links} />
          </li>
        ))}
    </ul>
  );
}

/** Leads to the event that says it, where the viewer may see that. */
export function MarkName({
  name,
  eventId,
  links,
}: {
  readonly name: string;
  readonly eventId: string | null;
  readonly links: MarkLinks;
}): ReactNode {
  const shown = <span className="block max-w-56 truncate">{name}</span>;
  if (eventId === null) return <span className="text-ink-soft">{shown}</span>;
  return (
    <PeekLink
      id={eventId}
      href={links.hrefOf(eventId)}
      onPeek={links.onPeek}
      title={name}
      className="inline-flex min-h-6 items-center rounded px-1 text-accent-strong hover:bg-hover hover:underline"
    >
      {shown}
    </PeekLink>
  );
}
