'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownPlugin } from './shown-plugin.ts';
import { usePluginChange } from './use-plugin-change.ts';

/** What is done with a revision, after its plugin was named by hand. */
export function RevisionAct({
  plugin,
  revision,
  act,
  disabled = false,
}: {
  readonly plugin: ShownPlugin;
  readonly revision: string;
  readonly act: 'promote' | 'rollback' | 'discard';
  readonly disabled?: boolean;
}): ReactNode {
  const t = useTranslations('plugins.revisions');
  const hub = useHub();
  const changed = usePluginChange();
  const [asking, setAsking] = useState(false);
  const onSuccess = async (after: ShownPlugin): Promise<void> => {
    setAsking(false);
    await changed(after, t(`done.${act}`, { revision }));
  };
  const change = {
    promote: useMutation(hub.plugins.promote.mutationOptions({ onSuccess })),
    rollback: useMutation(hub.plugins.rollback.mutationOptions({ onSuccess })),
    discard: useMutation(hub.plugins.discard.mutationOptions({ onSuccess })),
  }[act];
  const wanted = { plugin_id: plugin.plugin_id, revision, confirm: plugin.plugin_id };
  return (
    <>
      <Button tone={act === 'discard' ? 'quiet' : 'plain'} disabled={disabled} onClick={() => setAsking(true)}>
        {t(`act.${act}`)}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t(`ask.${act}`, { revision })}
        text={t(`effect.${act}`)}
        action={t(`act.${act}`)}
        typed={plugin.plugin_id}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate(wanted)}
      />
    </>
  );
}
