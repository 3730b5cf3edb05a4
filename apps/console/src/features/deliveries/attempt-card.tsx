'use client';

import { attemptFailure } from '@activity-hub/contracts/dispatch/failure-code';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useMilliseconds } from '../subscriptions/use-milliseconds.ts';
import { curlOfAttempt } from './curl-of-attempt.ts';
import type { ShownAttempt } from './shown-delivery.ts';
import { useFailureSaying } from './use-failure-saying.ts';

/** One try: what was sent where, what came back, how long it took. */
export function AttemptCard({
  attempt,
  open,
}: {
  readonly attempt: ShownAttempt;
  /** The last one starts open: why a delivery failed is one click away from its row. */
  readonly open: boolean;
}): ReactNode {
  const t = useTranslations('deliveries');
  const milliseconds = useMilliseconds();
  const saying = useFailureSaying()({
    code: attempt.outcome === 'delivered' ? null : attemptFailure(attempt),
    status: attempt.status,
    reason: attempt.reason,
  });
  const curl = curlOfAttempt(attempt);
  // A sink tells what came of it, and what was never sent has no answer either.
  const wasRequest = attempt.url !== null;
  return (
    <details open={open} data-attempt={attempt.attempt} className="min-w-0 rounded-lg border">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2">
        <span className="font-medium">{t('attempt', { number: attempt.attempt })}</span>
        <Badge tone={attempt.outcome === 'delivered' ? 'good' : 'danger'}>{t(`outcome.${attempt.outcome}`)}</Badge>
        {wasRequest ? <span className="tabular text-ink-soft">{attempt.status ?? t('noAnswer')}</span> : null}
      </summary>
      <div className="grid grid-cols-1 gap-4 px-3 pb-3">
        <Facts>
          <Fact name={t('fact.at')}>
            <Instant at={attempt.at} form="precise" />
          </Fact>
          <Fact name={t('fact.duration')}>{milliseconds(attempt.duration_ms)}</Fact>
          <Fact name={t('fact.reason')}>{saying === undefined ? null : <SayingLines saying={saying} />}</Fact>
          <Fact name={t('fact.error')}>{attempt.error_code === null ? null : <code>{attempt.error_code}</code>}</Fact>
          <Fact name={t('fact.url')} copy={attempt.url}>
            {attempt.url === null ? null : <code>{attempt.url}</code>}
          </Fact>
          <Fact name={t('fact.address')}>{attempt.address === null ? null : <code>{attempt.address}</code>}</Fact>
        </Facts>
        {curl === undefined ? null : (
          <p className="flex items-center gap-1 text-ink-soft text-xs">
            {t('curl')}
            <CopyButton text={curl} label={t('copyCurl')} />
          </p>
        )}
        {wasRequest ? <Message side="request" headers={attempt.request_headers} body={attempt.request_body} /> : null}
        {attempt.response_headers === null ? null : (
          <Message side="response" headers={attempt.response_headers} body={attempt.response_body} />
        )}
        {attempt.response_truncated ? <p className="text-ink-faint text-xs">{t('truncated')}</p> : null}
      </div>
    </details>
  );
}

function Message({
  side,
  headers,
  body,
}: {
  readonly side: 'request' | 'response';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}): ReactNode {
  const t = useTranslations(`deliveries.${side}`);
  const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}`);
  return (
    <div className="grid grid-cols-1 gap-2" data-message={side}>
      {lines.length === 0 ? null : (
        <CodeBlock title={t('headers')} text={lines.join('\n')} copyLabel={t('copyHeaders')} />
      )}
      {body === null || body === '' ? (
        <p className="text-ink-faint text-xs">{t('noBody')}</p>
      ) : (
        <CodeBlock title={t('body')} text={body} copyLabel={t('copyBody')} />
      )}
    </div>
  );
}
