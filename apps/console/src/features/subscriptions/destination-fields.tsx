'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CheckboxField, TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { AuthorizationFields } from './authorization-fields.tsx';
import { destinationKinds } from './destination-draft.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';
import { HeaderLines } from './header-lines.tsx';
import { PullFields } from './pull-fields.tsx';
import { SinkChoice } from './sink-choice.tsx';

/** Where the events go. */
export function DestinationFields(props: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions');
  const { draft, onChange } = props;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="overflow-x-auto p-0.5">
        <Segmented
          label={t('form.kind')}
          options={destinationKinds.map((value) => ({ value, label: t(`destination.${value}`) }))}
          value={draft.kind}
          onChoose={(kind) => onChange({ kind })}
        />
      </div>
      <p className="text-ink-soft">{t(`destination.about.${draft.kind}`)}</p>
      {draft.kind === 'webhook' ? <WebhookFields {...props} /> : null}
      {draft.kind === 'pull' ? <PullFields {...props} /> : null}
      {draft.kind === 'sink' ? <SinkChoice {...props} /> : null}
    </div>
  );
}

function WebhookFields(props: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const { draft, faultAt, onChange } = props;
  return (
    <>
      <TextField
        label={t('url')}
        hint={t('urlHint')}
        error={faultAt('/destination/url')}
        mono
        inputMode="url"
        value={draft.url}
        onChange={(event) => onChange({ url: event.target.value })}
      />
      <TextField
        label={t('timeout')}
        error={faultAt('/destination/timeout_ms')}
        className="max-w-64"
        inputMode="numeric"
        value={draft.timeoutMs}
        onChange={(event) => onChange({ timeoutMs: event.target.value })}
      />
      <HeaderLines
        lines={draft.headers}
        error={faultAt('/destination/headers')}
        onChange={(headers) => onChange({ headers })}
      />
      <AuthorizationFields {...props} />
      <CheckboxField
        label={t('mtls')}
        hint={t('mtlsHint')}
        checked={draft.mtls}
        onChange={(event) => onChange({ mtls: event.target.checked })}
      />
      {draft.mtls ? <CertificateFields {...props} /> : null}
    </>
  );
}

function CertificateFields({ draft, faultAt, onChange }: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (['certificate', 'key', 'ca'] as const).map((name) => (
    <TextAreaField
      key={name}
      label={t(name)}
      hint={t(name === 'ca' ? 'caHint' : 'pemHint')}
      error={faultAt(`/destination/mtls/${name}`)}
      mono
      rows={3}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  ));
}
