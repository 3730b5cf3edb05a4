'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { pluginAddress } from './plugin-address.ts';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';
import { usePluginChange } from './use-plugin-change.ts';

/** For figures of the live revision that somebody distrusts. Leads to the shadow that was made. */
export function FoldAgain({
  plugin,
  revision: { revision },
}: {
  readonly plugin: ShownPlugin;
  readonly revision: ShownRevision;
}): ReactNode {
  const t = useTranslations('plugins.revisions.foldAgain');
  const hub = useHub();
  const changed = usePluginChange();
  const [, setAddress] = useQueryStates(pluginAddress, { history: 'push' });
  const [asking, setAsking] = useState(false);
  const change = useMutation(
    hub.plugins.foldAgain.mutationOptions({
      onSuccess: async (after) => {
        setAsking(false);
        await changed(after, t('done'));
        void setAddress({ revision: after.shadow_revision });
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('act')}</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('ask', { revision })}
        text={t('effect')}
        action={t('act')}
        reasonLabel={t('note')}
        reasonOptional
        busy={change.isPending}
        error={change.error}
        onConfirm={(note) => change.mutate({ plugin_id: plugin.plugin_id, ...(note === '' ? {} : { note }) })}
      />
    </>
  );
}
