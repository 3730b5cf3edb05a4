'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { Card } from '../../components/ui/card.tsx';
import type { ShownPlugin } from './shown-plugin.ts';
import { useWindowKind } from './use-window-kind.ts';

/** What a plugin gets to see and what it may make of it, as its manifest says and its host enforces. */
export function PermissionsTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.permissions');
  const windowKind = useWindowKind();
  const { topics, reads, scope, windows, emits } = plugin.manifest;
  if (topics.length === 0) return <Card className="text-ink-soft">{t('unknown')}</Card>;
  return (
    <Card aria-label={t('title')} className="max-w-2xl">
      <Facts>
        <Fact name={t('topics')}>
          <Names names={topics} />
        </Fact>
        <Fact name={t('reads')}>{t(reads ?? 'whole')}</Fact>
        <Fact name={t('scope')}>{t(scope)}</Fact>
        <Fact name={t('windows')}>{windows.length === 0 ? null : windows.map(windowKind).join(', ')}</Fact>
        <Fact name={t('emits')}>{emits.length === 0 ? t('nothing') : <Names names={emits} />}</Fact>
        <Fact name={t('isolation')}>{t(plugin.provenance)}</Fact>
      </Facts>
    </Card>
  );
}

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>
          <code>{name}</code>
        </li>
      ))}
    </ul>
  );
}
