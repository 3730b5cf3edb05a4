'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../components/ui/form-field.tsx';
import { authorizationKinds } from './destination-draft.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';

const place = '/destination/authorization';

/** How the hub proves to an endpoint who it is, beside the signature. */
export function AuthorizationFields(props: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const { draft, faultAt, onChange } = props;
  return (
    <>
      <SelectField
        label={t('authorization')}
        hint={t('authorizationHint')}
        className="max-w-96"
        value={draft.authorization}
        onChange={(event) =>
          onChange({ authorization: authorizationKinds.find((kind) => kind === event.target.value) ?? 'none' })
        }
      >
        {authorizationKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`authorizations.${kind}`)}
          </option>
        ))}
      </SelectField>
      {draft.authorization === 'bearer' ? (
        <TextField
          label={t('token')}
          error={faultAt(`${place}/token`)}
          type="password"
          autoComplete="new-password"
          value={draft.token}
          onChange={(event) => onChange({ token: event.target.value })}
        />
      ) : null}
      {draft.authorization === 'oauth2' ? <ClientCredentials {...props} /> : null}
    </>
  );
}

function ClientCredentials({ draft, faultAt, onChange }: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField
        label={t('tokenUrl')}
        error={faultAt(`${place}/token_url`)}
        mono
        value={draft.tokenUrl}
        onChange={(event) => onChange({ tokenUrl: event.target.value })}
      />
      <TextField
        label={t('scope')}
        hint={t('optional')}
        error={faultAt(`${place}/scope`)}
        mono
        value={draft.scope}
        onChange={(event) => onChange({ scope: event.target.value })}
      />
      <TextField
        label={t('clientId')}
        error={faultAt(`${place}/client_id`)}
        mono
        value={draft.clientId}
        onChange={(event) => onChange({ clientId: event.target.value })}
      />
      <TextField
        label={t('clientSecret')}
        error={faultAt(`${place}/client_secret`)}
        type="password"
        autoComplete="new-password"
        value={draft.clientSecret}
        onChange={(event) => onChange({ clientSecret: event.target.value })}
      />
    </div>
  );
}
