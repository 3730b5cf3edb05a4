'use client';

import type { MadeKey, NewKey } from '@activity-hub/contracts/access/api-key';
import { sourceProfileOf, sourceProfiles } from '@activity-hub/contracts/sources/catalog';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { ShownOnce } from '../../components/ui/shown-once.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DemoOffer } from './demo-offer.tsx';
import { FirstArrival } from './first-arrival.tsx';
import { SnippetTabs } from './snippet-tabs.tsx';
import { startAddress } from './start-address.ts';

/** From nothing to the first event: choose a source, take its key along, send, and see it arrive. */
export function StartPage({ hubUrl }: { readonly hubUrl: string }): ReactNode {
  const t = useTranslations('start');
  const [address, setAddress] = useQueryStates(startAddress, { history: 'replace' });
  const [made, setMade] = useState<MadeKey>();
  return (
    <>
      <PageHeading title={t('title')} detail={t('detail')} />
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
        {address.key === null ? (
          <>
            <ChooseSource
              source={address.source}
              onChoose={(source) => void setAddress({ source })}
              onMade={(key) => {
                setMade(key);
                void setAddress({ key: key.key.key_id });
              }}
            />
            <DemoOffer />
          </>
        ) : (
          <SendAndSee
            keyId={address.key}
            hubUrl={hubUrl}
            made={made?.key.key_id === address.key ? made : undefined}
            onAgain={() => void setAddress({ key: null })}
          />
        )}
      </div>
    </>
  );
}

/** Nothing beyond what the source sends: a key that leaks can do no more. */
function rightsOf(source: string): Pick<NewKey, 'permissions' | 'event_types' | 'limits'> {
  const key = sourceProfileOf(source)?.key;
  return key === undefined
    ? { permissions: ['write'] }
    : { permissions: [...key.permissions], event_types: [...key.event_types], limits: key.limits };
}

function ChooseSource({
  source,
  onChoose,
  onMade,
}: {
  readonly source: string;
  readonly onChoose: (source: string) => void;
  readonly onMade: (key: MadeKey) => void;
}): ReactNode {
  const t = useTranslations('start');
  const hub = useHub();
  const locale = useLocale();
  const group = useId();
  const make = useMutation(hub.keys.make.mutationOptions({ onSuccess: onMade }));
  return (
    <Card aria-labelledby="choose-source">
      <h2 id="choose-source" className="font-semibold">
        {t('chooseTitle')}
      </h2>
      <p className="mt-0.5 mb-4 text-ink-soft">{t('chooseText')}</p>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">{t('chooseTitle')}</legend>
        {sourceProfiles.map(({ source_system: name, title }) => (
          <label
            key={name}
            className="flex cursor-pointer items-start gap-2.5 rounded-lg border p-3 hover:bg-hover has-[:checked]:border-accent has-[:checked]:bg-accent-soft has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
          >
            <input
              type="radio"
              name={group}
              value={name}
              checked={source === name}
              onChange={() => onChoose(name)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span className="min-w-0">
              <span className="block font-medium">{title[locale]}</span>
              <code className="font-mono text-ink-soft text-xs">{name}</code>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="mt-4 grid gap-3">
        <FormProblem error={make.error} />
        <div>
          <Button
            tone="primary"
            disabled={make.isPending}
            onClick={() => make.mutate({ name: t('keyName', { source }), source, ...rightsOf(source) })}
          >
            <KeyRound aria-hidden size={15} />
            {make.isPending ? t('making') : t('make')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function SendAndSee({
  keyId,
  hubUrl,
  made,
  onAgain,
}: {
  readonly keyId: string;
  readonly hubUrl: string;
  readonly made: MadeKey | undefined;
  readonly onAgain: () => void;
}): ReactNode {
  const t = useTranslations('start');
  const hub = useHub();
  const query = useQuery(
    hub.keys.get.queryOptions({ key_id: keyId }, made === undefined ? {} : { initialData: made.key }),
  );
  if (query.isPending) return <Skeleton className="h-80" />;
  if (query.isError) {
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  }
  const key = query.data;
  const profile = sourceProfileOf(key.source ?? '') ?? sourceProfiles[0];
  return (
    <>
      <Card aria-labelledby="key-made">
        <h2 id="key-made" className="mb-3 font-semibold">
          {t('keyTitle', { name: key.name })}
        </h2>
        {made === undefined ? (
          <p className="text-ink-soft">{t('secretGone', { prefix: key.prefix })}</p>
        ) : (
          <ShownOnce
            label={t('secret')}
            secret={made.secret}
            copyLabel={t('copySecret')}
            warning={t('secretWarning')}
          />
        )}
        <div className="mt-3">
          <Button onClick={onAgain}>{t('again')}</Button>
        </div>
      </Card>
      {profile === undefined ? null : <SnippetTabs hubUrl={hubUrl} secret={made?.secret} profile={profile} />}
      <FirstArrival keyId={keyId} source={key.source} since={key.created_at} />
    </>
  );
}
