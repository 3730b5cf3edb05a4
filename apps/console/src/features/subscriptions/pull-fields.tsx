'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SelectField } from '../../components/ui/form-field.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { DestinationFieldsProps } from './destination-fields-props.ts';

const mostKeys = 200;

/** Whose key may take what is due. Admins always may. */
export function PullFields({ draft, faultAt, onChange }: DestinationFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  const hub = useHub();
  const { data } = useQuery(hub.keys.list.queryOptions({ state: 'active', limit: mostKeys }));
  const readers = data?.items.filter(({ permissions }) => permissions.includes('read')) ?? [];
  return (
    <SelectField
      label={t('pullKey')}
      hint={t('pullKeyHint')}
      error={faultAt('/destination/key_id')}
      className="max-w-96"
      value={draft.keyId}
      onChange={(event) => onChange({ keyId: event.target.value })}
    >
      <option value="">{t('pullAdminsOnly')}</option>
      {readers.map(({ key_id: id, name, prefix }) => (
        <option key={id} value={id}>
          {`${name} (${prefix}…)`}
        </option>
      ))}
    </SelectField>
  );
}
