'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { subscriptionAddress } from '../subscriptions/subscription-address.ts';
import { RedriveDialog, type RedriveWish } from './redrive-dialog.tsx';
import { RedriveRuns } from './redrive-runs.tsx';
import { emptyRepair, type RepairDraft, type RepairKind, repairSelectionOf } from './repair-draft.ts';
import { BulkRedriveFields, RecoverFields, ReplayFields, ResendFields } from './repair-fields.tsx';

/** The four repairs, kept apart, because each touches something else. */
export function RepairsTab({ subscriptionId }: { readonly subscriptionId: string }): ReactNode {
  const [, setAddress] = useQueryStates(subscriptionAddress, { history: 'push' });
  const [wish, setWish] = useState<RedriveWish>();
  const follow = (runId: string): void => {
    setWish(undefined);
    void setAddress({ run: runId });
    window.scrollTo({ top: 0 });
  };
  const wishFor = (kind: RepairKind, draft: RepairDraft): void => {
    const selection = repairSelectionOf(kind, draft);
    if (selection !== undefined) setWish({ subscriptionId, selection });
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
        <ResendFields onFind={(event) => void setAddress({ tab: 'deliveries', event, state: null, group: null })} />
        <RepairCard kind="recover" onEstimate={wishFor} />
        <RepairCard kind="replay_missing" onEstimate={wishFor} />
        <RepairCard kind="redrive" onEstimate={wishFor} />
      </div>
      <RedriveRuns subscriptionId={subscriptionId} onOpen={follow} />
      <RedriveDialog wish={wish} onClose={() => setWish(undefined)} onStarted={follow} />
    </div>
  );
}

const fieldsOf = { recover: RecoverFields, replay_missing: ReplayFields, redrive: BulkRedriveFields } as const;

function RepairCard({
  kind,
  onEstimate,
}: {
  readonly kind: RepairKind;
  readonly onEstimate: (kind: RepairKind, draft: RepairDraft) => void;
}): ReactNode {
  const t = useTranslations('redrive');
  const [draft, setDraft] = useState<RepairDraft>(emptyRepair);
  const Fields = fieldsOf[kind];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onEstimate(kind, draft);
  };
  return (
    <Card aria-label={t(`kind.${kind}.title`)}>
      <CardHeading title={t(`kind.${kind}.title`)} detail={t(`kind.${kind}.about`)} />
      <form onSubmit={submit} className="grid grid-cols-1 justify-items-start gap-3">
        <div className="grid w-full grid-cols-1 items-start gap-3 sm:grid-cols-2">
          <Fields draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />
        </div>
        <Button type="submit" disabled={repairSelectionOf(kind, draft) === undefined}>
          {t('estimateIt')}
        </Button>
      </form>
    </Card>
  );
}
