'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { problemOfError } from '../../trpc/problem-of-error.ts';
import { SayingLines } from '../hub-words/saying-lines.tsx';
import { useProblem } from '../hub-words/use-problem.ts';
import { CopyButton } from './copy-button.tsx';

/** Why an action did not succeed, beside the button that asked for it. Nothing as long as nothing failed. */
export function FormProblem({ error }: { readonly error: unknown }): ReactNode {
  const t = useTranslations('states');
  const problem = useProblem();
  if (error === null || error === undefined) return null;
  const { requestId } = problemOfError(error);
  return (
    <div role="alert" className="rounded-lg border border-danger/40 bg-danger-soft px-3 py-2 text-danger">
      <p>
        <SayingLines saying={problem(error)} />
      </p>
      {requestId === undefined ? null : (
        <p className="mt-1 flex items-center gap-1 text-xs">
          {t('requestId')}
          <code className="break-all font-mono">{requestId}</code>
          <CopyButton text={requestId} label={t('copyRequestId')} className="size-6 text-danger" />
        </p>
      )}
    </div>
  );
}
