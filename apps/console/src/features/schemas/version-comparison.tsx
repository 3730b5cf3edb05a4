'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Card } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ChangeList } from './change-list.tsx';
import { schemaAddress } from './schema-address.ts';
import type { ShownSchema } from './shown-schema.ts';
import { SideBySide } from './side-by-side.tsx';

export function VersionComparison({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas');
  const [address, setAddress] = useQueryStates(schemaAddress, { history: 'push' });
  const [newest, second] = schema.versions;
  const textOf = (wanted: string | undefined): string =>
    JSON.stringify(schema.versions.find(({ version }) => version === wanted)?.schema ?? {}, null, 2);
  if (newest === undefined || second === undefined) {
    return (
      <Card>
        <p className="text-ink-soft">{t('oneVersion')}</p>
      </Card>
    );
  }
  const from = address.from ?? second.version;
  const to = address.to ?? newest.version;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap gap-3">
        <VersionChoice
          schema={schema}
          label={t('from')}
          value={from}
          onChoose={(value) => void setAddress({ from: value })}
        />
        <VersionChoice
          schema={schema}
          label={t('to')}
          value={to}
          onChoose={(value) => void setAddress({ to: value })}
        />
      </div>
      <Consequences eventType={schema.event_type} from={from} to={to} />
      <SideBySide from={from} to={to} left={textOf(from)} right={textOf(to)} />
    </div>
  );
}

function VersionChoice({
  schema,
  label,
  value,
  onChoose,
}: {
  readonly schema: ShownSchema;
  readonly label: string;
  readonly value: string;
  readonly onChoose: (version: string) => void;
}): ReactNode {
  return (
    <SelectField label={label} className="w-40" value={value} onChange={(event) => onChoose(event.target.value)}>
      {schema.versions.map(({ version }) => (
        <option key={version} value={version}>
          {version}
        </option>
      ))}
    </SelectField>
  );
}

function Consequences({
  eventType,
  from,
  to,
}: {
  readonly eventType: string;
  readonly from: string;
  readonly to: string;
}): ReactNode {
  const t = useTranslations('schemas');
  const hub = useHub();
  const query = useQuery(hub.schemas.compare.queryOptions({ event_type: eventType, from, to }));
  return (
    <Card aria-label={t('consequences')}>
      {query.isPending ? (
        <Skeleton className="h-24" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        <>
          <p className="mb-3 flex flex-wrap items-center gap-2">
            <Badge tone={query.data.backward ? 'good' : 'danger'}>
              {query.data.backward ? t('isBackward') : t('notBackward')}
            </Badge>
            <Badge tone={query.data.forward ? 'good' : 'danger'}>
              {query.data.forward ? t('isForward') : t('notForward')}
            </Badge>
          </p>
          <ChangeList changes={query.data.changes} />
        </>
      )}
    </Card>
  );
}
