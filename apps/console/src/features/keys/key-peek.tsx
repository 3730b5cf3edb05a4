'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw, ShieldX } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Fact, Facts } from '../../components/facts.tsx';
import type { PeekWalk } from '../../components/peek-panel.tsx';
import { QueryPeek } from '../../components/query-peek.tsx';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { KeyStateBadge } from './key-state-badge.tsx';
import { KeyUsage } from './key-usage.tsx';
import type { ShownKey } from './made-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

export function KeyPeek({
  keyId,
  onShow,
  ...walk
}: PeekWalk & {
  readonly keyId: string;
  readonly onShow: (shown: ShownKey) => void;
}): ReactNode {
  const t = useTranslations('keys');
  const hub = useHub();
  const query = useQuery(hub.keys.get.queryOptions({ key_id: keyId }));
  return (
    <QueryPeek label={t('one')} query={query} walk={walk}>
      {(apiKey) => <KeyDetails apiKey={apiKey} onShow={onShow} />}
    </QueryPeek>
  );
}

function KeyDetails({
  apiKey,
  onShow,
}: {
  readonly apiKey: ApiKey;
  readonly onShow: (shown: ShownKey) => void;
}): ReactNode {
  return (
    <div className="grid gap-5">
      <header aria-live="polite">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          {apiKey.name}
          <KeyStateBadge state={apiKey.state} />
        </h2>
        <p className="mt-1 break-all font-mono text-ink-faint text-xs">{`${apiKey.prefix}…`}</p>
      </header>
      {apiKey.state === 'revoked' || apiKey.state === 'expired' ? null : <KeyActions apiKey={apiKey} onShow={onShow} />}
      <KeyRights apiKey={apiKey} />
      <KeyHistory apiKey={apiKey} />
    </div>
  );
}

function KeyActions({
  apiKey,
  onShow,
}: {
  readonly apiKey: ApiKey;
  readonly onShow: (shown: ShownKey) => void;
}): ReactNode {
  const t = useTranslations('keys');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'rotate' | 'revoke'>();
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: hub.keys.pathKey() });
  const revoke = useMutation(
    hub.keys.revoke.mutationOptions({
      onSuccess: () => {
        setAsked(undefined);
        toast.success(t('revoke.done', { name: apiKey.name }));
        refresh();
      },
    }),
  );
  return (
    <div className="flex flex-wrap gap-2">
      {apiKey.state === 'active' ? (
        <Button onClick={() => setAsked('rotate')}>
          <RefreshCw aria-hidden size={15} />
          {t('rotate.open')}
        </Button>
      ) : null}
      <Button onClick={() => setAsked('revoke')}>
        <ShieldX aria-hidden size={15} />
        {t('revoke.open')}
      </Button>
      <RotateKeyDialog
        apiKey={apiKey}
        open={asked === 'rotate'}
        onOpenChange={() => setAsked(undefined)}
        onRotated={({ key, secret, previous }) => {
          setAsked(undefined);
          refresh();
          onShow({ name: key.name, secret, overlapUntil: previous.overlap_until });
        }}
      />
      <ConfirmDialog
        open={asked === 'revoke'}
        onOpenChange={() => setAsked(undefined)}
        title={t('revoke.title', { name: apiKey.name })}
        text={t('revoke.text')}
        action={t('revoke.action')}
        typed={apiKey.name}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate({ key_id: apiKey.key_id })}
      />
    </div>
  );
}

function KeyRights({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const t = useTranslations('keys');
  const format = useFormatter();
  const limit = (figure: number | null): string => (figure === null ? t('noLimit') : format.number(figure));
  return (
    <Facts>
      <Fact name={t('column.source')}>{apiKey.source ?? t('anySource')}</Fact>
      <Fact name={t('column.permissions')}>
        {apiKey.permissions.map((permission) => t(`permission.${permission}`)).join(', ')}
      </Fact>
      <Fact name={t('types')}>
        <code>{apiKey.event_types.join(', ')}</code>
      </Fact>
      <Fact name={t('today')}>
        <KeyUsage apiKey={apiKey} />
      </Fact>
      <Fact name={t('limit.second')}>{limit(apiKey.limits.events_per_second)}</Fact>
      <Fact name={t('limit.day')}>{limit(apiKey.limits.events_per_day)}</Fact>
      <Fact name={t('limit.addresses')}>{limit(apiKey.limits.addresses_per_hour)}</Fact>
    </Facts>
  );
}

function KeyHistory({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const t = useTranslations('keys');
  const instant = (at: string | null): ReactNode => (at === null ? null : <Instant at={at} />);
  return (
    <Facts>
      <Fact name={t('column.lastUsed')}>{instant(apiKey.last_used_at) ?? t('never')}</Fact>
      <Fact name={t('lastAddress')}>
        {apiKey.last_used_address === null ? null : <code>{apiKey.last_used_address}</code>}
      </Fact>
      <Fact name={t('column.expires')}>{instant(apiKey.expires_at) ?? t('neverExpires')}</Fact>
      <Fact name={t('created')}>{instant(apiKey.created_at)}</Fact>
      <Fact name={t('createdBy')}>{apiKey.created_by.name}</Fact>
      <Fact name={t('overlapUntil')}>{instant(apiKey.overlap_until)}</Fact>
      <Fact name={t('revokedAt')}>{instant(apiKey.revoked_at)}</Fact>
      <Fact name={t('id')} copy={apiKey.key_id}>
        <code>{apiKey.key_id}</code>
      </Fact>
    </Facts>
  );
}
