'use client';

import type { ImportAnswer } from '@activity-hub/contracts/access/cohort';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { TextAreaField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const exampleLine = '3ab871b9-b242-4799-89db-759b9da33447,Elena,Europe/Berlin';

/** Members as lines, pasted or from a file. A bad line says why and hurts no other. */
export function MemberImport({ cohortId }: { readonly cohortId: string }): ReactNode {
  const t = useTranslations('cohorts.import');
  const hub = useHub();
  const queryClient = useQueryClient();
  const fileId = useId();
  const [csv, setCsv] = useState('');
  const add = useMutation(
    hub.cohorts.importMembers.mutationOptions({
      onSuccess: async (answer) => {
        if (answer.refused === 0) setCsv('');
        await queryClient.invalidateQueries({ queryKey: hub.cohorts.pathKey() });
        await queryClient.invalidateQueries({ queryKey: hub.participants.pathKey() });
      },
    }),
  );
  return (
    <Card aria-labelledby="member-import">
      <CardHeading title={<span id="member-import">{t('title')}</span>} detail={t('detail')} />
      <div className="grid gap-3">
        <TextAreaField
          label={t('lines')}
          hint={t('hint')}
          mono
          rows={5}
          placeholder={exampleLine}
          value={csv}
          onChange={(event) => setCsv(event.target.value)}
        />
        <div>
          <label htmlFor={fileId} className="mb-1 block font-medium text-ink-soft text-xs">
            {t('file')}
          </label>
          <input
            id={fileId}
            type="file"
            accept=".csv,text/csv,text/plain"
            className="block w-full text-ink-soft text-xs file:mr-2 file:h-8 file:rounded-lg file:border file:border-line-strong file:border-solid file:bg-surface file:px-3 file:font-medium file:text-ink"
            onChange={(event) => void event.target.files?.[0]?.text().then(setCsv)}
          />
        </div>
        <FormProblem error={add.error} />
        <div>
          <Button
            tone="primary"
            disabled={csv.trim() === '' || add.isPending}
            onClick={() => add.mutate({ cohort_id: cohortId, csv })}
          >
            <Upload aria-hidden size={15} />
            {add.isPending ? t('adding') : t('add')}
          </Button>
        </div>
        {add.data === undefined ? null : <ImportVerdicts answer={add.data} />}
      </div>
    </Card>
  );
}

function ImportVerdicts({ answer }: { readonly answer: ImportAnswer }): ReactNode {
  const t = useTranslations('cohorts.import');
  return (
    <div>
      <p role="status" className="font-medium">
        {t('result', { added: answer.added, updated: answer.updated, refused: answer.refused })}
      </p>
      <ScrollRegion label={t('verdicts')} className="mt-2 max-h-60 overflow-y-auto rounded-lg border">
        <ul className="divide-y">
          {answer.lines.map(({ line, user_id: userId, verdict, detail }) => (
            <li key={line} className="px-2.5 py-1.5 text-xs" data-verdict={verdict}>
              <span className={verdict === 'refused' ? 'font-medium text-danger' : 'font-medium text-good'}>
                {t('line', { line })} {t(`verdict.${verdict}`)}
              </span>{' '}
              <span className="text-ink-soft [overflow-wrap:anywhere]">{detail ?? userId}</span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </div>
  );
}
