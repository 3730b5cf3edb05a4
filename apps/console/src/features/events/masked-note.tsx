'use client';

import type { RecordedEvent } from '@activity-hub/contracts/event';
import { useMutation } from '@tanstack/react-query';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { maskedFields } from './masked-fields.ts';

/**
 * Says that personal values of an event are hidden, which ones, and why. An admin can show them with a
 * reason that the audit keeps; they stay on this page only, nothing remembers them.
 */
export function MaskedNote({
  event,
  unmasked,
  onUnmasked,
}: {
  readonly event: RecordedEvent;
  readonly unmasked: boolean;
  readonly onUnmasked: (event: RecordedEvent) => void;
}): ReactNode {
  const t = useTranslations('masked');
  const { role } = usePerson();
  const fields = [...maskedFields(event.payload), ...maskedFields(event.metadata)];
  if (unmasked) {
    return (
      <p
        role="status"
        className="flex items-start gap-2 rounded-lg border border-warning/40 bg-warning-soft p-3 text-warning"
      >
        <LockOpen aria-hidden size={15} className="mt-0.5 shrink-0" />
        {t('shown')}
      </p>
    );
  }
  if (fields.length === 0) return null;
  return (
    <section aria-label={t('title')} className="rounded-lg border bg-canvas p-3">
      <p className="flex items-start gap-2">
        <Lock aria-hidden size={15} className="mt-0.5 shrink-0 text-ink-faint" />
        <span>
          {t('fields', { count: fields.length })} <code className="font-mono text-xs">{fields.join(', ')}</code>
          <span className="block text-ink-soft text-xs">{t(`explain.${role}`)}</span>
        </span>
      </p>
      {role === 'admin' ? <Unmask eventId={event.event_id} onUnmasked={onUnmasked} /> : null}
    </section>
  );
}

function Unmask({
  eventId,
  onUnmasked,
}: {
  readonly eventId: string;
  readonly onUnmasked: (event: RecordedEvent) => void;
}): ReactNode {
  const t = useTranslations('masked');
  const hub = useHub();
  const [asked, setAsked] = useState(false);
  const unmask = useMutation(
    hub.events.unmask.mutationOptions({
      onSuccess: (event) => {
        setAsked(false);
        onUnmasked(event);
      },
    }),
  );
  return (
    <div className="mt-2">
      <Button onClick={() => setAsked(true)}>{t('show')}</Button>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title={t('showTitle')}
        text={t('showText')}
        action={t('showAction')}
        reasonLabel={t('reason')}
        busy={unmask.isPending}
        error={unmask.error}
        onConfirm={(reason) => unmask.mutate({ event_id: eventId, reason })}
      />
    </div>
  );
}
