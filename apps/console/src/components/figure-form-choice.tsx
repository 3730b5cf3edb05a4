'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Segmented } from './ui/segmented.tsx';

const figureForms = ['chart', 'table'] as const;
export type FigureForm = (typeof figureForms)[number];

/** The same figures as a chart or, for whoever wants the numbers themselves, as a table. */
export function FigureFormChoice({
  form,
  onChoose,
}: {
  readonly form: FigureForm;
  readonly onChoose: (form: FigureForm) => void;
}): ReactNode {
  const t = useTranslations('figure');
  return (
    <Segmented
      label={t('form')}
      options={figureForms.map((value) => ({
        value,
        name: t(value),
        label: value === 'chart' ? <ChartColumn aria-hidden size={15} /> : <Table2 aria-hidden size={15} />,
      }))}
      value={form}
      onChoose={onChoose}
    />
  );
}
