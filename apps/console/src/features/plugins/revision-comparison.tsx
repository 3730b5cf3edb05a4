'use client';

import type { Json, JsonObject } from '@activity-hub/contracts/event';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { fieldsOf, withDefaults } from '../../components/config-form/config-fields.ts';
import { ShortId } from '../../components/short-id.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { configChanges } from './config-changes.ts';
import { ConfigChanges } from './config-changes-list.tsx';
import { refreshMs } from './refresh-ms.ts';
import type { ShownDifference, ShownPlugin, ShownRevision } from './shown-plugin.ts';
import { useWindowKind } from './use-window-kind.ts';

/** What would change if a shadow were promoted or one went back: its settings, and the figures it has come to. */
export function RevisionComparison({
  plugin,
  revision,
}: {
  readonly plugin: ShownPlugin;
  readonly revision: ShownRevision;
}): ReactNode {
  const t = useTranslations('plugins.difference');
  const hub = useHub();
  const wanted = { plugin_id: plugin.plugin_id, revision: revision.revision };
  const query = useQuery(
    hub.plugins.difference.queryOptions(wanted, {
      // A retired one stands where it stands.
      refetchInterval: ({ state }) =>
        revision.state === 'retired' || state.data?.cursors_equal === true ? false : refreshMs,
    }),
  );
  const fields = fieldsOf(plugin.manifest.config_schema as JsonObject);
  const settings = configChanges(
    withDefaults(fields, (plugin.config ?? {}) as JsonObject),
    withDefaults(fields, revision.config as JsonObject),
  );
  const isOfLiveCode = plugin.revisions.some(
    ({ state, plugin_version }) => state === 'live' && plugin_version === revision.plugin_version,
  );
  return (
    <Card aria-label={t('title', { revision: revision.revision })} className="grid grid-cols-1 gap-4">
      <CardHeading title={t('title', { revision: revision.revision })} />
      {settings.length === 0 ? (
        <p className="text-ink-soft">{t(isOfLiveCode ? 'foldedAgain' : 'sameSettings')}</p>
      ) : (
        <ConfigChanges changes={settings} />
      )}
      {query.isPending ? (
        <Skeleton className="h-40" />
      ) : query.data === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        <Difference found={query.data} ofPersons={plugin.manifest.scope === 'stream'} />
      )}
    </Card>
  );
}

function Difference({
  found,
  ofPersons,
}: {
  readonly found: ShownDifference;
  /** Whether every key is a person. */
  readonly ofPersons: boolean;
}): ReactNode {
  const t = useTranslations('plugins.difference');
  const windowKind = useWindowKind();
  const format = useFormatter();
  return (
    <>
      <p role="status" className="text-ink-soft">
        {found.cursors_equal
          ? t('atOneCursor', { count: found.live_events })
          : t('behind', { other: format.number(found.other_events), live: format.number(found.live_events) })}
      </p>
      <ScrollRegion label={t('windows')} className="relative overflow-x-auto">
        <DataTable aria-label={t('windows')}>
          <thead>
            <tr>
              <HeadCell className="static">{t('window')}</HeadCell>
              <HeadCell className="static text-right">{t('same')}</HeadCell>
              <HeadCell className="static text-right">{t('changed')}</HeadCell>
              <HeadCell className="static text-right">{t('missing')}</HeadCell>
              <HeadCell className="static text-right">{t('onlyNew')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {found.windows.map((row) => (
              <DataRow key={row.window_kind}>
                <Cell>{windowKind(row.window_kind)}</Cell>
                <Cell className="tabular text-right">{format.number(row.same)}</Cell>
                <Cell className="tabular text-right">{format.number(row.changed)}</Cell>
                <Cell className="tabular text-right">{format.number(row.missing)}</Cell>
                <Cell className="tabular text-right">{format.number(row.only_new)}</Cell>
              </DataRow>
            ))}
          </tbody>
        </DataTable>
      </ScrollRegion>
      {found.samples.length > 0 ? (
        <Samples samples={found.samples} ofPersons={ofPersons} />
      ) : (
        <p className="text-ink-soft">{t(isCompared(found) ? 'noSamples' : 'notCompared')}</p>
      )}
    </>
  );
}

/** One that has just begun, or does not run, has no state that could differ. */
function isCompared({ cursors_equal, windows }: ShownDifference): boolean {
  return (
    cursors_equal || windows.some(({ same, changed, missing, only_new }) => same + changed + missing + only_new > 0)
  );
}

function Samples({
  samples,
  ofPersons,
}: {
  readonly samples: ShownDifference['samples'];
  readonly ofPersons: boolean;
}): ReactNode {
  const t = useTranslations('plugins.difference');
  const windowKind = useWindowKind();
  return (
    <section aria-label={t('samples')} className="grid gap-2">
      <h3 className="font-medium">{t('samples')}</h3>
      <ul className="grid gap-3">
        {samples.map((sample) => (
          <li key={`${sample.key} ${sample.window_kind} ${sample.window_start}`} className="grid gap-1">
            <p className="break-all text-ink-soft text-xs">
              {t(`verdict.${sample.verdict}`)} · <SampleKey sampleKey={sample.key} ofPersons={ofPersons} /> ·{' '}
              {windowKind(sample.window_kind)} {sample.window_start}
            </p>
            <ConfigChanges changes={configChanges(sample.live as Json, sample.other as Json)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SampleKey({ sampleKey, ofPersons }: { readonly sampleKey: string; readonly ofPersons: boolean }): ReactNode {
  if (!ofPersons) return sampleKey;
  return (
    <Link href={`/users/${encodeURIComponent(sampleKey)}`} prefetch={false} className="rounded underline">
      <ShortId id={sampleKey} />
    </Link>
  );
}
