'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { useSinks } from '../sinks/use-sinks.ts';
import type { ShownSubscription } from './shown-subscription.ts';

/** Why the sink of a subscription takes nothing: it cannot run, or is gone. Nothing while it can. */
export function SinkConcern({
  destination: { sink_id: id },
}: {
  readonly destination: ShownSubscription['destination'];
}): ReactNode {
  const t = useTranslations('sinks.concern');
  const say = usePluginFaultSaying();
  const sinks = useSinks(id !== null).data?.items;
  if (id === null || sinks === undefined) return null;
  const sink = sinks.find(({ sink_id }) => sink_id === id);
  const saying = sink === undefined ? undefined : say(sink);
  if (sink !== undefined && saying === undefined) return null;
  return (
    <div
      role="note"
      className="grid gap-1 rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning [overflow-wrap:anywhere]"
    >
      <p>{t(saying === undefined ? 'gone' : 'cannotRun', { sink: id })}</p>
      {saying === undefined ? null : (
        <p>
          <SayingLines saying={saying} />
        </p>
      )}
      <p className="text-xs">{t(saying === undefined ? 'goneAdvice' : 'cannotRunAdvice')}</p>
    </div>
  );
}
