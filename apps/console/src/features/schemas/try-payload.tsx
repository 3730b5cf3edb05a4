'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck, FlaskConical } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { FaultList } from '../../components/fault-list.tsx';
import { readJson } from '../../components/read-json.ts';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';
import { SelectField, TextAreaField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { schemaAddress } from './schema-address.ts';
import type { ShownSchema } from './shown-schema.ts';

/** A dry run: nothing is stored, nobody is told. */
export function TryPayload({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas');
  const hub = useHub();
  const [address, setAddress] = useQueryStates(schemaAddress, { history: 'replace' });
  const version = address.version ?? schema.latest ?? schema.versions[0]?.version ?? '';
  const [written, setWritten] = useState<string>();
  const example = useQuery(hub.schemas.example.queryOptions({ event_type: schema.event_type, version }));
  const payload = written ?? (example.data === undefined ? '' : JSON.stringify(example.data.payload, null, 2));
  const attempt = useMutation(hub.schemas.tryPayload.mutationOptions());
  const read = readJson(payload);
  return (
    <Card>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if ('value' in read) attempt.mutate({ event_type: schema.event_type, version, payload: read.value });
        }}
      >
        <SelectField
          label={t('version')}
          className="w-40"
          value={version}
          onChange={(event) => void setAddress({ version: event.target.value })}
        >
          {schema.versions.map((each) => (
            <option key={each.version} value={each.version}>
              {each.version}
            </option>
          ))}
        </SelectField>
        <TextAreaField
          label={t('payload')}
          hint={t('payloadHint')}
          error={'fault' in read && payload !== '' ? t('noJson', { fault: read.fault }) : undefined}
          mono
          rows={12}
          value={payload}
          onChange={(event) => {
            setWritten(event.target.value);
            attempt.reset();
          }}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" disabled={!('value' in read) || attempt.isPending}>
            <FlaskConical aria-hidden size={15} />
            {t('try')}
          </Button>
          <Button onClick={() => setWritten(undefined)}>{t('useExample')}</Button>
        </div>
        <FormProblem error={attempt.error} />
        <div role="status">
          {attempt.data === undefined ? null : attempt.data.valid ? (
            <p className="flex items-center gap-2 rounded-lg border border-good/40 bg-good-soft px-3 py-2 font-medium text-good">
              <CircleCheck aria-hidden size={16} />
              {t('fits', { version: attempt.data.version ?? '' })}
            </p>
          ) : (
            <FaultList faults={attempt.data.faults} label={t('faults')} />
          )}
        </div>
      </form>
    </Card>
  );
}
