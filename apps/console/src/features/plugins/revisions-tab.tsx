'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { FoldAgain } from './fold-again.tsx';
import { pluginAddress } from './plugin-address.ts';
import { RevisionAct } from './revision-act.tsx';
import { RevisionComparison } from './revision-comparison.tsx';
import { RevisionCourse } from './revision-course.tsx';
import { isCodeMissing, RevisionHint } from './revision-hint.tsx';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';

const tones: Partial<Record<ShownRevision['state'], BadgeTone>> = { live: 'good', shadow: 'accent' };

/** The states of others are those of the live revision itself, or are dropped. */
const isComparable = ({ state }: ShownRevision): boolean => state === 'shadow' || state === 'retired';

/** The history of a plugin: what is live, what is built beside it, and what one can go back to. */
export function RevisionsTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.revisions');
  const [{ revision }] = useQueryStates(pluginAddress);
  const compared = plugin.revisions.find((one) => one.revision === revision && isComparable(one));
  if (plugin.revisions.length === 0) return <Card className="text-ink-soft">{t('nothing')}</Card>;
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel>
        <ul aria-label={t('title')}>
          {plugin.revisions.map((one) => (
            <RevisionRow key={one.revision} plugin={plugin} revision={one} />
          ))}
        </ul>
      </Panel>
      {compared === undefined ? null : (
        <RevisionComparison key={plugin.live_revision} plugin={plugin} revision={compared} />
      )}
    </div>
  );
}

function RevisionRow({
  plugin,
  revision,
}: {
  readonly plugin: ShownPlugin;
  readonly revision: ShownRevision;
}): ReactNode {
  const t = useTranslations('plugins.revisions');
  const [, setAddress] = useQueryStates(pluginAddress, { history: 'push' });
  const missing = isCodeMissing(plugin, revision);
  return (
    <li
      data-revision={revision.revision}
      className="grid grid-cols-1 gap-2 border-b px-4 py-3 last:border-b-0 md:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto] md:items-center md:gap-4"
    >
      <div>
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-mono">{revision.revision}</code>
          <Badge tone={tones[revision.state] ?? 'neutral'}>{t(`state.${revision.state}`)}</Badge>
        </span>
        <RevisionHint plugin={plugin} revision={revision} />
      </div>
      <div className="[overflow-wrap:anywhere]">
        {revision.note === null ? null : <p>{revision.note}</p>}
        <RevisionCourse revision={revision} />
      </div>
      <span className="flex flex-wrap gap-1.5 md:justify-end">
        {revision.state === 'live' ? <FoldAgain plugin={plugin} revision={revision} /> : null}
        {isComparable(revision) ? (
          <>
            <Button onClick={() => void setAddress({ revision: revision.revision })}>{t('compare')}</Button>
            <RevisionAct
              plugin={plugin}
              revision={revision.revision}
              act={revision.state === 'shadow' ? 'promote' : 'rollback'}
              disabled={missing}
            />
            <RevisionAct plugin={plugin} revision={revision.revision} act="discard" />
          </>
        ) : null}
      </span>
    </li>
  );
}
