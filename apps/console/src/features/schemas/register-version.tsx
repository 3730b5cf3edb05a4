'use client';

import type { RegistrationAnswer } from '@activity-hub/contracts/schema/event-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { FaultList } from '../../components/fault-list.tsx';
import { readJsonObject } from '../../components/read-json.ts';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';
import { TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ChangeList } from './change-list.tsx';
import { nextMinorVersion } from './next-version.ts';
import { schemaAddress } from './schema-address.ts';
import type { ShownSchema } from './shown-schema.ts';

/** A new version is judged first and registered after: the judgement says what it would break. */
export function RegisterVersion({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas.register');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [, setAddress] = useQueryStates(schemaAddress, { history: 'push' });
  const [version, setVersion] = useState(nextMinorVersion(schema.versions[0]?.version ?? null));
  const [text, setText] = useState(JSON.stringify(schema.versions[0]?.schema ?? { type: 'object' }, null, 2));
  const check = useMutation(hub.schemas.check.mutationOptions());
  const register = useMutation(
    hub.schemas.register.mutationOptions({
      onSuccess: async () => {
        toast.success(t('done', { version }));
        await queryClient.invalidateQueries({ queryKey: hub.schemas.pathKey() });
        void setAddress({ tab: 'versions', version });
      },
    }),
  );
  const read = readJsonObject(text);
  const changed = (change: () => void): void => {
    change();
    check.reset();
    register.reset();
  };
  const candidate = 'value' in read ? { event_type: schema.event_type, version, schema: read.value } : undefined;
  return (
    <Card className="grid gap-4">
      <TextField
        label={t('version')}
        hint={t('versionHint')}
        className="w-48"
        mono
        value={version}
        onChange={(event) => changed(() => setVersion(event.target.value.trim()))}
      />
      <TextAreaField
        label={t('schema')}
        hint={t('schemaHint')}
        error={'fault' in read ? t('noJson', { fault: read.fault ?? '' }) : undefined}
        mono
        rows={18}
        value={text}
        onChange={(event) => changed(() => setText(event.target.value))}
      />
      <FormProblem error={check.error ?? register.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={candidate === undefined || check.isPending}
          onClick={() => {
            if (candidate !== undefined) check.mutate(candidate);
          }}
        >
          {check.isPending ? t('checking') : t('check')}
        </Button>
        <Button
          tone="primary"
          disabled={candidate === undefined || check.data?.accepted !== true || register.isPending}
          onClick={() => {
            if (candidate !== undefined) register.mutate(candidate);
          }}
        >
          {t('register')}
        </Button>
      </div>
      {check.data === undefined ? null : <Judgement answer={check.data} />}
    </Card>
  );
}

function Judgement({ answer }: { readonly answer: RegistrationAnswer }): ReactNode {
  const t = useTranslations('schemas.register');
  return (
    <section aria-label={t('judgement')} className="grid gap-3">
      <p role="status" className={answer.accepted ? 'font-medium text-good' : 'font-medium text-danger'}>
        {answer.accepted ? t('accepted') : t('refused')}
      </p>
      {answer.faults.length === 0 ? null : <FaultList faults={answer.faults} label={t('faults')} />}
      <ChangeList changes={answer.changes} />
    </section>
  );
}
