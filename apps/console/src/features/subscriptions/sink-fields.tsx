'use client';

import type { JsonObject } from '@activity-hub/contracts/event';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SelectField, TextAreaField } from '../../components/ui/form-field.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type ConfigField, fieldsOf } from '../plugins/config-fields.ts';
import { emptyDestination } from './destination-draft.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';
import { saysNothing, settingsToWrite } from './sink-settings.ts';

/** Which plugin takes the events, and what it has to know for that. */
export function SinkFields({ draft, faultAt, onChange }: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const hub = useHub();
  const locale = useLocale();
  const { data } = useQuery(hub.subscriptions.sinks.queryOptions());
  const sinks = data?.items ?? [];
  const fieldsOfSink = (id: string): readonly ConfigField[] =>
    fieldsOf((sinks.find(({ sink_id }) => sink_id === id)?.config_schema ?? {}) as JsonObject);
  const fields = fieldsOfSink(draft.sinkId);
  // What somebody wrote stays; what stood there for another sink does not.
  const isUntouched = [emptyDestination.config, settingsToWrite(fields)].includes(draft.config);
  const choose = (sinkId: string): void =>
    onChange({ sinkId, ...(isUntouched ? { config: settingsToWrite(fieldsOfSink(sinkId)) } : {}) });
  const chosen = sinks.find(({ sink_id }) => sink_id === draft.sinkId);
  return (
    <>
      <SelectField
        label={t('sinkId')}
        hint={chosen?.description[locale] ?? (data?.items.length === 0 ? t('noSinks') : t('sinkIdHint'))}
        error={faultAt('/destination/sink_id')}
        className="max-w-lg"
        value={draft.sinkId}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('chooseSink')}</option>
        {sinks.map(({ sink_id: id, title }) => (
          <option key={id} value={id}>
            {title[locale]}
          </option>
        ))}
      </SelectField>
      <TextAreaField
        label={t('config')}
        hint={t('configHint')}
        error={faultAt('/destination/config')}
        mono
        rows={Math.min(16, draft.config.split('\n').length + 2)}
        value={draft.config}
        onChange={(event) => onChange({ config: event.target.value })}
      />
      {fields.length === 0 ? null : <SettingsOfSink fields={fields} />}
    </>
  );
}

/** Described by the author of the plugin, in the words of its schema. */
function SettingsOfSink({ fields }: { readonly fields: readonly ConfigField[] }): ReactNode {
  const t = useTranslations('subscriptions.form');
  const byNeed = fields.toSorted((a, b) => Number(saysNothing(b.fallback)) - Number(saysNothing(a.fallback)));
  return (
    <details className="min-w-0 rounded-lg border">
      <summary className="cursor-pointer px-3 py-2 text-ink-soft">
        {t('knownSettings', { count: fields.length })}
      </summary>
      <dl className="grid grid-cols-1 gap-2 px-3 pb-3 text-xs">
        {byNeed.map(({ name, description, fallback }) => (
          <div key={name}>
            <dt className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-medium">{name}</code>
              {saysNothing(fallback) ? null : (
                <span className="text-ink-faint">{t('settingDefault', { value: JSON.stringify(fallback) })}</span>
              )}
            </dt>
            <dd className="text-ink-soft [overflow-wrap:anywhere]">{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
