'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LocalTimeField } from '../../components/local-time-field.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { SelectField, TextField } from '../../components/ui/form-field.tsx';
import { type RepairDraft, statusClasses } from './repair-draft.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface RepairFieldsProps {
  readonly draft: RepairDraft;
  readonly onChange: (change: Partial<RepairDraft>) => void;
}

/** One delivery is found by its event; the rest happens in its panel. */
export function ResendFields({ onFind }: { readonly onFind: (eventId: string) => void }): ReactNode {
  const t = useTranslations('redrive');
  const [eventId, setEventId] = useState('');
  const wanted = eventId.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (uuid.test(wanted)) onFind(wanted);
  };
  return (
    <Card aria-label={t('one.title')}>
      <CardHeading title={t('one.title')} detail={t('one.about')} />
      <form onSubmit={submit} className="grid grid-cols-1 justify-items-start gap-3">
        <TextField
          label={t('one.eventId')}
          mono
          className="w-full"
          value={eventId}
          onChange={(event) => setEventId(event.target.value)}
        />
        <Button type="submit" disabled={!uuid.test(wanted)}>
          {t('one.find')}
        </Button>
      </form>
    </Card>
  );
}

export function RecoverFields({ draft, onChange }: RepairFieldsProps): ReactNode {
  const t = useTranslations('redrive');
  return <LocalTimeField label={t('since')} value={draft.fromMs} onChange={(fromMs) => onChange({ fromMs })} />;
}

export function ReplayFields({ draft, onChange }: RepairFieldsProps): ReactNode {
  const t = useTranslations('redrive');
  const isBackwards = draft.fromMs !== null && draft.toMs !== null && draft.fromMs >= draft.toMs;
  return (
    <>
      <LocalTimeField label={t('from')} value={draft.fromMs} onChange={(fromMs) => onChange({ fromMs })} />
      <LocalTimeField
        label={t('to')}
        value={draft.toMs}
        error={isBackwards ? t('backwards') : undefined}
        onChange={(toMs) => onChange({ toMs })}
      />
    </>
  );
}

export function BulkRedriveFields(props: RepairFieldsProps): ReactNode {
  const t = useTranslations('redrive');
  const { draft, onChange } = props;
  return (
    <>
      <TextField
        label={t('eventType')}
        hint={t('any')}
        mono
        value={draft.eventType}
        onChange={(event) => onChange({ eventType: event.target.value })}
      />
      <SelectField
        label={t('statusClass')}
        value={draft.statusClass}
        onChange={(event) => onChange({ statusClass: statusClasses.find((name) => name === event.target.value) ?? '' })}
      >
        <option value="">{t('anyStatus')}</option>
        {statusClasses.map((name) => (
          <option key={name} value={name}>
            {name === 'none' ? t('noStatus') : name}
          </option>
        ))}
      </SelectField>
      <ReplayFields {...props} />
    </>
  );
}
