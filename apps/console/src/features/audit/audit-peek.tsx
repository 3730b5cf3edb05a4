'use client';

import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import type { JsonObject } from '@activity-hub/contracts/event';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { PeekPanel, type PeekWalk } from '../../components/peek-panel.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useActionName } from './action-name.ts';
import { ActorName } from './actor-name.tsx';

/** Before and after are whatever the act left: an object as a rule, else shown under one key. */
function objectOf(value: AuditEntry['before']): JsonObject | undefined {
  if (value === null) return undefined;
  return typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : { value };
}

export function AuditPeek({ entry, ...walk }: PeekWalk & { readonly entry: AuditEntry }): ReactNode {
  const t = useTranslations('audit');
  const actionName = useActionName();
  const before = objectOf(entry.before);
  const after = objectOf(entry.after);
  return (
    <PeekPanel label={t('one')} {...walk}>
      <div className="grid gap-5">
        <header aria-live="polite">
          <h2 className="font-semibold text-base">{actionName(entry.action)}</h2>
          <p className="mt-1 break-all font-mono text-ink-faint text-xs">{entry.action}</p>
        </header>
        <Facts>
          <Fact name={t('column.when')}>
            <Instant at={entry.at} form="precise" />
          </Fact>
          <Fact name={t('column.who')} copy={entry.actor.id}>
            <ActorName actor={entry.actor} />
          </Fact>
          <Fact name={t('column.subject')} copy={entry.subject}>
            <code>{entry.subject}</code>
          </Fact>
          <Fact name={t('request')} copy={entry.request_id}>
            {entry.request_id === null ? null : <code>{entry.request_id}</code>}
          </Fact>
        </Facts>
        {before === undefined ? null : <JsonView title={t('before')} value={before} />}
        {after === undefined ? null : <JsonView title={t('after')} value={after} />}
      </div>
    </PeekPanel>
  );
}
