'use client';

import type { CorrectionKind } from '@activity-hub/contracts/activity/event-correction';
import type { EventRowPage } from '@activity-hub/contracts/activity/event-search';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { maskedFields } from './masked-fields.ts';
import { ReplaceEventForm } from './replace-event-form.tsx';

/** The log keeps the event; nothing counts it any more, or it counts as something else. */
export function CorrectEvent({ event }: { readonly event: RecordedEvent }): ReactNode {
  const t = useTranslations('correction');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'void' | 'replace'>();
  const masked = maskedFields(event.payload).length > 0;
  const close = (): void => setAsked(undefined);
  const corrected = (correction: CorrectionKind): void => {
    close();
    void queryClient.invalidateQueries({ queryKey: hub.events.correction.queryKey({ event_id: event.event_id }) });
    void queryClient.invalidateQueries({ queryKey: hub.users.timeline.infiniteQueryKey() });
    // Marked where it stands: a list that is loaded anew would move under the reader.
    queryClient.setQueriesData<InfiniteData<EventRowPage>>({ queryKey: hub.events.rows.infiniteQueryKey() }, (list) =>
      list === undefined ? undefined : withCorrection(list, event.event_id, correction),
    );
    toast.success(t('done'));
  };
  const voiding = useMutation(hub.events.void.mutationOptions({ onSuccess: () => corrected('voided') }));
  return (
    <section aria-label={t('actsTitle')} className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsked('void')}>{t('void')}</Button>
        <Button onClick={() => setAsked('replace')} disabled={masked}>
          {t('replace')}
        </Button>
      </div>
      {masked ? <p className="text-ink-soft text-xs">{t('masked')}</p> : null}
      <ConfirmDialog
        open={asked === 'void'}
        onOpenChange={close}
        title={t('voidTitle')}
        text={t('voidText')}
        action={t('void')}
        reasonLabel={t('reason')}
        busy={voiding.isPending}
        error={voiding.error}
        onConfirm={(reason) => voiding.mutate({ event_id: event.event_id, reason })}
      />
      <Dialog open={asked === 'replace'} onOpenChange={close} title={t('replaceTitle')} detail={t('replaceText')} wide>
        <ReplaceEventForm event={event} onCancel={close} onReplaced={() => corrected('replaced')} />
      </Dialog>
    </section>
  );
}

function withCorrection(
  list: InfiniteData<EventRowPage>,
  eventId: string,
  correction: CorrectionKind,
): InfiniteData<EventRowPage> {
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => (row.event_id === eventId ? { ...row, correction } : row)),
  }));
  return { ...list, pages };
}
