'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConfigForm } from '../../components/config-form/config-form.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { configOfSink } from './destination-draft.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';
import { sinkFields } from './sink-fields.ts';

/** Which plugin takes the events, and what it has to know for that. */
export function SinkChoice({ draft, sinks, faultAt, onChange }: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const locale = useLocale();
  const chosen = sinks?.find(({ sink_id }) => sink_id === draft.sinkId);
  return (
    <>
      <SelectField
        label={t('sinkId')}
        hint={chosen?.description[locale] ?? (sinks?.length === 0 ? t('noSinks') : t('sinkIdHint'))}
        error={faultAt('/destination/sink_id')}
        className="max-w-lg"
        value={draft.sinkId}
        onChange={(event) => onChange({ sinkId: event.target.value })}
      >
        <option value="">{t('chooseSink')}</option>
        {sinks?.map(({ sink_id: id, title }) => (
          <option key={id} value={id}>
            {title[locale]}
          </option>
        ))}
      </SelectField>
      {sinks === undefined || chosen === undefined ? null : (
        <ConfigForm
          fields={sinkFields(sinks, draft.sinkId)}
          draft={configOfSink(draft)}
          faultAt={(pointer) => faultAt(`/destination/config${pointer}`)}
          onChange={(config) => onChange({ configs: { ...draft.configs, [draft.sinkId]: config } })}
        />
      )}
    </>
  );
}
