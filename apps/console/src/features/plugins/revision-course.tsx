'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Instant } from '../../times/times-provider.tsx';
import type { ShownRevision } from './shown-plugin.ts';

/** When a revision was made and when it became live, and by whom. */
export function RevisionCourse({ revision }: { readonly revision: ShownRevision }): ReactNode {
  const t = useTranslations('plugins.revisions');
  return (
    <>
      <p className="text-ink-soft text-xs">
        {t('made')} <Instant at={revision.made_at} /> · <Author name={revision.made_by} />
      </p>
      {revision.promoted_at === null || revision.promoted_by === null ? null : (
        <p className="text-ink-soft text-xs">
          {t('promoted')} <Instant at={revision.promoted_at} /> · <Author name={revision.promoted_by} />
        </p>
      )}
    </>
  );
}

/** The hub keeps a name behind its kind: `person:Anna`, `key:operator`, and `hub` for itself. */
function Author({ name }: { readonly name: string }): ReactNode {
  const t = useTranslations('plugins.revisions');
  if (name === 'hub') return t('byHub');
  const [kind, ...rest] = name.split(':');
  return kind === 'key' ? t('byKey', { name: rest.join(':') }) : rest.join(':');
}
