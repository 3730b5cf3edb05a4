'use client';

import type { Actor } from '@activity-hub/contracts/access/audit';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Who acted: a person by name, a key by name, or the hub itself. */
export function ActorName({ actor }: { readonly actor: Actor }): ReactNode {
  const t = useTranslations('audit.actor');
  return (
    <span className="[overflow-wrap:anywhere]" title={actor.id ?? undefined}>
      {actor.name ?? t(actor.kind)}
      {actor.kind === 'key' ? <span className="ml-1 text-ink-faint text-xs">{t('key')}</span> : null}
    </span>
  );
}
