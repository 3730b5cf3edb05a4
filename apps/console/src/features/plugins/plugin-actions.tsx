'use client';

import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useProblemToast } from '../../components/hub-words/use-problem.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownPlugin } from './shown-plugin.ts';
import { usePluginChange } from './use-plugin-change.ts';

type Verb = 'enable' | 'disable' | 'pause' | 'resume' | 'restart' | 'resetQuarantine';

/** What an admin may do with a plugin in the state it is in. */
export function PluginActions({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins');
  const { desired } = plugin;
  const stops = [
    t('stops.figures'),
    ...(plugin.manifest.emits.length === 0 ? [] : [t('stops.events', { types: plugin.manifest.emits.join(', ') })]),
    t('stops.later'),
  ].join(' ');
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {plugin.quarantines.length === 0 ? null : (
        <ChangeButton plugin={plugin} verb="resetQuarantine" text={t('confirm.resetQuarantine')} />
      )}
      {desired === 'running' ? <ChangeButton plugin={plugin} verb="pause" /> : null}
      {desired === 'paused' ? <ChangeButton plugin={plugin} verb="resume" /> : null}
      {desired === 'disabled' ? null : <ChangeButton plugin={plugin} verb="restart" text={t('confirm.restart')} />}
      {desired === 'disabled' ? (
        <ChangeButton plugin={plugin} verb="enable" />
      ) : (
        <ChangeButton plugin={plugin} verb="disable" text={stops} />
      )}
    </div>
  );
}

/** With a text, it asks first. */
function ChangeButton({
  plugin,
  verb,
  text,
}: {
  readonly plugin: ShownPlugin;
  readonly verb: Verb;
  readonly text?: string;
}): ReactNode {
  const t = useTranslations('plugins');
  const locale = useLocale();
  const tellProblem = useProblemToast();
  const hub = useHub();
  const changed = usePluginChange();
  const [asking, setAsking] = useState(false);
  const change = useMutation(
    hub.plugins[verb].mutationOptions({
      onSuccess: async (after) => {
        setAsking(false);
        await changed(after, t(`done.${verb}`));
      },
      onError: (error) => {
        if (text === undefined) tellProblem(error);
      },
    }),
  );
  const go = (): void => change.mutate({ plugin_id: plugin.plugin_id });
  return (
    <>
      <Button disabled={change.isPending} onClick={() => (text === undefined ? go() : setAsking(true))}>
        {t(`action.${verb}`)}
      </Button>
      {text === undefined ? null : (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={t('confirmTitle', { action: t(`action.${verb}`), plugin: plugin.title[locale] })}
          text={text}
          action={t(`action.${verb}`)}
          busy={change.isPending}
          error={change.error}
          onConfirm={go}
        />
      )}
    </>
  );
}
