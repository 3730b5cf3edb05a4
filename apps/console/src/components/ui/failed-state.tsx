'use client';

import { CloudOff, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { problemOfError } from '../../trpc/problem-of-error.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { NoAccessState } from './no-access-state.tsx';

/** Says what went wrong, what to tell an operator, and offers the way on. */
export function FailedState({
  error,
  onRetry,
  busy,
}: {
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly busy?: boolean;
}): ReactNode {
  const t = useTranslations('states');
  const problem = problemOfError(error);
  if (problem.code === 'forbidden' || problem.code === 'not_in_cohort') return <NoAccessState reason={problem.code} />;
  const known =
    problem.code === 'hub_unreachable' || problem.code === 'analytics_unavailable' || problem.code === 'invalid_query';
  return (
    <div role="alert" className="flex flex-col items-center px-4 py-12 text-center">
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-xl bg-danger-soft text-danger">
        <CloudOff aria-hidden size={21} strokeWidth={1.8} />
      </span>
      <h2 className="font-semibold text-base">{t('failed')}</h2>
      <p className="mt-1 max-w-prose text-balance text-ink-soft">
        {known ? t(`problem.${problem.code}`) : (problem.detail ?? t('problem.unknown'))}
        {problem.code === 'invalid_query' && problem.detail !== undefined ? ` ${problem.detail}` : null}
      </p>
      {problem.requestId === undefined ? null : (
        <p className="mt-2 flex items-center gap-1 text-ink-faint text-xs">
          {t('requestId')}
          <code className="font-mono">{problem.requestId}</code>
          <CopyButton text={problem.requestId} label={t('copyRequestId')} />
        </p>
      )}
      <Button className="mt-4" onClick={onRetry} disabled={busy}>
        <RotateCw aria-hidden size={15} />
        {t('retry')}
      </Button>
    </div>
  );
}
