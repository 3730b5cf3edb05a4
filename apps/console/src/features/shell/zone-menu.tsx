'use client';

import { Globe } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ChoiceMenu } from '../../components/ui/choice-menu.tsx';
import { useTimes, useZone } from '../../times/times-provider.tsx';

const neverChanges = (): (() => void) => () => undefined;

function useBrowserZone(): string | null {
  return useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
}

/** Always says in which zone the times on the page are. */
export function ZoneMenu(): ReactNode {
  const t = useTranslations('zone');
  const { choice, choose, participantZone } = useZone();
  const { zone } = useTimes();
  const browserZone = useBrowserZone();
  const choices = [
    { value: 'utc', label: t('utc'), hint: undefined },
    ...(browserZone === null ? [] : [{ value: 'mine', label: t('mine'), hint: browserZone }]),
    { value: 'participant', label: t('participant'), hint: participantZone ?? t('participantElsewhere') },
  ];
  // The name of the button holds what it shows, so that it can be called by voice.
  const spoken = zone.replaceAll('_', ' ');
  const short = spoken.split('/').at(-1) ?? spoken;
  return (
    <ChoiceMenu
      label={t('label', { zone: spoken })}
      title={t('title')}
      choices={choices}
      value={choice.mode}
      onChoose={(mode) => {
        if (mode === 'mine' && browserZone !== null) choose({ mode, zone: browserZone });
        else choose(mode === 'participant' ? { mode } : { mode: 'utc' });
      }}
    >
      <Globe aria-hidden size={16} />
      <span className="max-w-24 truncate" suppressHydrationWarning>
        {short}
      </span>
    </ChoiceMenu>
  );
}
