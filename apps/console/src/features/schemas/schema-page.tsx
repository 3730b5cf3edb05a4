'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Card } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { DeprecateButton } from './deprecate-button.tsx';
import { RegisterVersion } from './register-version.tsx';
import { schemaAddress, schemaTabs } from './schema-address.ts';
import type { ShownSchema } from './shown-schema.ts';
import { TryPayload } from './try-payload.tsx';
import { VersionComparison } from './version-comparison.tsx';
import { VersionsTab } from './versions-tab.tsx';

export function SchemaPage({ eventType }: { readonly eventType: string }): ReactNode {
  const hub = useHub();
  const query = useQuery(hub.schemas.get.queryOptions({ event_type: eventType }));
  if (query.isPending) {
    return (
      <div className="grid gap-4">
        <Skeleton className="h-7 w-72" />
        <Skeleton className="h-9 w-96 max-w-full" />
        <Skeleton className="h-96" />
      </div>
    );
  }
  if (query.isError) {
    return (
      <Card>
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      </Card>
    );
  }
  return <SchemaTabs schema={query.data} />;
}

function SchemaTabs({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas');
  const locale = useLocale();
  const { role } = usePerson();
  const [{ tab }, setAddress] = useQueryStates(schemaAddress, { history: 'push' });
  const tabs = schemaTabs.filter((name) => name !== 'register' || role === 'admin');
  return (
    <>
      <PageHeading
        title={
          <span className="flex flex-wrap items-center gap-2">
            {schema.title[locale]}
            {schema.status === 'deprecated' ? <Badge tone="warning">{t('status.deprecated')}</Badge> : null}
          </span>
        }
        detail={
          <span className="flex flex-wrap gap-x-3">
            <code className="break-all font-mono">{schema.event_type}</code>
            <span>{t('compatibilityIs', { mode: t(`compatibility.${schema.compatibility}`).toLowerCase() })}</span>
            <span>{t('ownedBy', { owner: schema.owner })}</span>
          </span>
        }
      >
        {role === 'admin' ? <DeprecateButton schema={schema} /> : null}
      </PageHeading>
      {schema.note === null && schema.successor === null ? null : (
        <p role="note" className="mb-3 rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning">
          {schema.note}
          {schema.successor === null ? null : ` ${t('successorIs', { type: schema.successor })}`}
        </p>
      )}
      <div className="mb-4 overflow-x-auto p-0.5">
        <Segmented
          label={t('tab.label')}
          options={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
          value={tab}
          onChoose={(value) => void setAddress({ tab: value })}
        />
      </div>
      {tab === 'versions' ? <VersionsTab schema={schema} /> : null}
      {tab === 'compare' ? <VersionComparison schema={schema} /> : null}
      {tab === 'try' ? <TryPayload schema={schema} /> : null}
      {tab === 'register' && role === 'admin' ? <RegisterVersion schema={schema} /> : null}
    </>
  );
}
