'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';

/** How those behind a firewall get what waits for them. */
export function PullHint({ subscriptionId }: { readonly subscriptionId: string }): ReactNode {
  const t = useTranslations('subscriptions.pull');
  const base = `"$HUB_URL/activity/subscriptions/${subscriptionId}`;
  const headers = `-H "authorization: Bearer $HUB_KEY" -H 'content-type: application/json'`;
  return (
    <Card aria-label={t('title')} className="grid grid-cols-1 gap-3">
      <CardHeading title={t('title')} detail={t('detail')} />
      <CodeBlock
        title={t('take')}
        text={`curl -X POST ${base}/pull" \\\n  ${headers} \\\n  -d '{"limit": 100, "lease_seconds": 60}'`}
        copyLabel={t('copyTake')}
      />
      <CodeBlock
        title={t('settle')}
        text={`curl -X POST ${base}/acknowledge" \\\n  ${headers} \\\n  -d '{"ack_ids": ["…"], "outcome": "delivered"}'`}
        copyLabel={t('copySettle')}
      />
    </Card>
  );
}
