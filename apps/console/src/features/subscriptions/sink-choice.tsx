'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConfigForm } from '../../components/config-form/config-form.tsx';
import { sayingText } from '../../components/hub-words/saying.ts';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { SelectField } from '../../components/ui/form-field.tsx';
import type { ShownSink } from '../sinks/shown-sink.ts';
import { sinkFields } from '../sinks/sink-fields.ts';
import { useSinkNetwork } from '../sinks/use-sink-network.ts';
import { configOfSink } from './destination-draft.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';

/** Which plugin takes the events, and what it has to know for that. */
export function SinkChoice(props: DestinationFieldsProps): ReactNode {
  const { draft, sinks, faultAt, onChange } = props;
  const chosen = sinks?.find(({ sink_id }) => sink_id === draft.sinkId);
  return (
    <>
      <SinkSelect {...props} chosen={chosen} />
      {sinks === undefined || chosen === undefined || chosen.reason !== null ? null : (
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

interface SinkSelectProps extends DestinationFieldsProps {
  readonly chosen: ShownSink | undefined;
}

function SinkSelect({ draft: { sinkId }, sinks, chosen, faultAt, onChange }: SinkSelectProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const say = useTranslations('sinks');
  const locale = useLocale();
  const refusal = usePluginFaultSaying()(chosen ?? nothingTold);
  const gone = sinks !== undefined && chosen === undefined && sinkId !== '';
  const trouble = gone ? say('gone') : refusal === undefined ? undefined : sayingText(refusal, locale);
  return (
    <SelectField
      label={t('sinkId')}
      hint={<SinkHint chosen={chosen} none={sinks?.length === 0} />}
      error={trouble ?? faultAt('/destination/sink_id')}
      className="max-w-lg"
      value={sinkId}
      onChange={(event) => onChange({ sinkId: event.target.value })}
    >
      <option value="">{t('chooseSink')}</option>
      {gone ? (
        <option value={sinkId} disabled>
          {say('optionGone', { sink: sinkId })}
        </option>
      ) : null}
      {sinks?.map(({ sink_id: id, title, reason }) => (
        <option key={id} value={id} disabled={reason !== null}>
          {reason === null ? title[locale] : say('optionCannotRun', { sink: title[locale] })}
        </option>
      ))}
    </SelectField>
  );
}

const nothingTold = { reason: null, reason_code: null, reason_values: null };

function SinkHint({ chosen, none }: { readonly chosen: ShownSink | undefined; readonly none: boolean }): ReactNode {
  const t = useTranslations('subscriptions.form');
  const say = useTranslations('sinks');
  const locale = useLocale();
  const network = useSinkNetwork();
  if (chosen === undefined) return none ? say('none') : t('sinkIdHint');
  // One that cannot run has told nothing of itself, and stands there under its id.
  const lines = [
    ...(chosen.reason === null ? [chosen.description[locale]] : []),
    ...(chosen.provenance === 'installed' ? [network(chosen)] : []),
  ];
  return lines.map((line) => (
    <span key={line} className="block [overflow-wrap:anywhere]">
      {line}
    </span>
  ));
}
