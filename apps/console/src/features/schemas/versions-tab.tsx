'use client';

import type { JsonObject } from '@activity-hub/contracts/event';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Card } from '../../components/ui/card.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { schemaAddress } from './schema-address.ts';
import type { ShownSchema, ShownVersion } from './shown-schema.ts';

export function VersionsTab({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas');
  const [address, setAddress] = useQueryStates(schemaAddress, { history: 'push' });
  const shown = schema.versions.find(({ version }) => version === address.version) ?? schema.versions[0];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <nav aria-label={t('tab.versions')} className="rounded-xl border bg-surface p-1.5 shadow-card">
        {schema.versions.map(({ version, status, registered_at: at }) => (
          <button
            key={version}
            type="button"
            aria-current={version === shown?.version ? 'true' : undefined}
            onClick={() => void setAddress({ version })}
            className={classNames(
              'block w-full rounded-lg px-2.5 py-2 text-left hover:bg-hover',
              version === shown?.version && 'bg-accent-soft hover:bg-accent-soft',
            )}
          >
            <span className="flex items-center gap-2 font-medium">
              {version}
              {status === 'deprecated' ? <Badge tone="warning">{t('status.deprecated')}</Badge> : null}
            </span>
            <Instant at={at} form="date" className="text-ink-soft text-xs" />
          </button>
        ))}
      </nav>
      {shown === undefined ? (
        <Card>{t('noVersions')}</Card>
      ) : (
        <VersionDetails key={shown.version} eventType={schema.event_type} version={shown} />
      )}
    </div>
  );
}

function VersionDetails({
  eventType,
  version,
}: {
  readonly eventType: string;
  readonly version: ShownVersion;
}): ReactNode {
  const t = useTranslations('schemas');
  const hub = useHub();
  const example = useQuery(hub.schemas.example.queryOptions({ event_type: eventType, version: version.version }));
  return (
    <Card className="grid gap-5">
      <Facts>
        <Fact name={t('registered')}>
          <Instant at={version.registered_at} />
        </Fact>
        <Fact name={t('registeredBy')}>{version.registered_by}</Fact>
        <Fact name={t('note')}>{version.note}</Fact>
        <Fact name={t('upcasts')}>{version.upcasts_from}</Fact>
        <Fact name={t('personal')}>
          {version.personal_fields.length === 0 ? (
            t('noPersonal')
          ) : (
            <code>{version.personal_fields.map((field) => `${field.path} (${field.class})`).join(', ')}</code>
          )}
        </Fact>
      </Facts>
      <UsageTable version={version} />
      <JsonView title={t('schema')} value={version.schema as JsonObject} />
      {example.data === undefined ? null : <JsonView title={t('example')} value={example.data.event as JsonObject} />}
    </Card>
  );
}

function UsageTable({ version }: { readonly version: ShownVersion }): ReactNode {
  const t = useTranslations('schemas');
  const format = useFormatter();
  const { by_source: sources } = version.usage;
  if (sources.length === 0) return <p className="text-ink-soft">{t('unused')}</p>;
  return (
    <ScrollRegion label={t('usage')} className="overflow-x-auto rounded-lg border">
      <DataTable aria-label={t('usage')}>
        <thead>
          <tr>
            <HeadCell className="static">{t('column.source')}</HeadCell>
            <HeadCell className="static text-right">{t('column.events')}</HeadCell>
            <HeadCell className="static text-right">{t('column.month')}</HeadCell>
            <HeadCell className="static text-right">{t('column.refused')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {sources.map((usage) => (
            <DataRow key={usage.source}>
              <Cell>{usage.source}</Cell>
              <Cell className="tabular text-right">{format.number(usage.events_24h)}</Cell>
              <Cell className="tabular text-right">{format.number(usage.events_30d)}</Cell>
              <Cell className="tabular text-right">{format.number(usage.refused_30d)}</Cell>
            </DataRow>
          ))}
        </tbody>
      </DataTable>
    </ScrollRegion>
  );
}
