'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Cell, DataRow, DataTable, HeadCell, Panel } from '../../components/ui/data-table.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { pluginAddress } from './plugin-address.ts';
import { RevisionAct } from './revision-act.tsx';
import { RevisionComparison } from './revision-comparison.tsx';
import { isCodeMissing, RevisionHint } from './revision-hint.tsx';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';

const tones: Partial<Record<ShownRevision['state'], BadgeTone>> = { live: 'good', shadow: 'accent' };

/** The history of a plugin: what is live, what is built beside it, and what one can go back to. */
export function RevisionsTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.revisions');
  const [{ revision }] = useQueryStates(pluginAddress);
  const compared = plugin.revisions.find((one) => one.revision === revision && one.state === 'shadow');
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel>
        <ScrollRegion label={t('title')} className="relative overflow-x-auto">
          <DataTable aria-label={t('title')}>
            <thead>
              <tr>
                <HeadCell className="static">{t('revision')}</HeadCell>
                <HeadCell className="static">{t('made')}</HeadCell>
                <HeadCell className="static">{t('note')}</HeadCell>
                <HeadCell className="static">
                  <span className="sr-only">{t('acts')}</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {plugin.revisions.map((one) => (
                <RevisionRow key={one.revision} plugin={plugin} revision={one} />
              ))}
            </tbody>
          </DataTable>
        </ScrollRegion>
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
    <DataRow data-revision={revision.revision}>
      <Cell>
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-mono">{revision.revision}</code>
          <Badge tone={tones[revision.state] ?? 'neutral'}>{t(`state.${revision.state}`)}</Badge>
        </span>
        <RevisionHint plugin={plugin} revision={revision} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <Instant at={revision.made_at} />
        <span className="block text-ink-soft text-xs">{revision.made_by}</span>
      </Cell>
      <Cell className="[overflow-wrap:anywhere]">{revision.note}</Cell>
      <Cell>
        <span className="flex flex-wrap justify-end gap-1.5">
          {revision.state === 'shadow' ? (
            <>
              <Button onClick={() => void setAddress({ revision: revision.revision })}>{t('compare')}</Button>
              <RevisionAct plugin={plugin} revision={revision.revision} act="promote" disabled={missing} />
              <RevisionAct plugin={plugin} revision={revision.revision} act="discard" />
            </>
          ) : revision.state === 'retired' ? (
            <>
              <RevisionAct plugin={plugin} revision={revision.revision} act="rollback" disabled={missing} />
              <RevisionAct plugin={plugin} revision={revision.revision} act="discard" />
            </>
          ) : null}
        </span>
      </Cell>
    </DataRow>
  );
}
