'use client';

import { CloudOff, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { problemOfError } from '../../trpc/problem-of-error.ts';
import { useProblem } from '../hub-words/use-problem.ts';
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
  const { code, requestId } = problemOfError(error);
  const { words, sentence, complete = false } = useProblem()(error);
  if (code === 'forbidden' || code === 'not_in_cohort') return <NoAccessState reason={code} />;
  return (
    <div role="alert" className="flex flex-col items-center px-4 py-12 text-center">
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-xl bg-danger-soft text-danger">
        <CloudOff aria-hidden size={21} strokeWidth={1.8} />
      </span>
      <h2 className="font-semibold text-base">{t('failed')}</h2>
      <p className="mt-1 max-w-prose text-balance text-ink-soft">{words}</p>
      {sentence === undefined || complete ? null : (
        <p lang="en" className="mt-1 max-w-prose text-balance text-ink-soft text-xs [overflow-wrap:anywhere]">
          {sentence}
        </p>
      )}
      {requestId === undefined ? null : (
        <p className="mt-2 flex items-center gap-1 text-ink-faint text-xs">
          {t('requestId')}
          <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} label={t('copyRequestId')} />
        </p>
      )}
      <Button className="mt-4" onClick={onRetry} disabled={busy}>
        <RotateCw aria-hidden size={15} />
        {t('retry')}
      </Button>
    </div>
  );
}
