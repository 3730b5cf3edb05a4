'use client';

import type { JsonObject } from '@activity-hub/contracts/event';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { JsonView } from '../../components/json-view.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import type { ShownDeliveryDetail } from './shown-delivery.ts';

/** What is sent: the event, or what its template or a person made of it. */
export function SentBody({ detail }: { readonly detail: ShownDeliveryDetail }): ReactNode {
  const t = useTranslations('deliveries');
  const { body } = detail;
  if (body === null) return <p className="text-ink-faint">{t('noBody')}</p>;
  if (typeof body === 'object' && !Array.isArray(body))
    return <JsonView title={t('body')} value={body as JsonObject} />;
  return <CodeBlock title={t('body')} text={JSON.stringify(body, null, 2)} copyLabel={t('copyBody')} />;
}
