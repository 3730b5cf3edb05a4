'use client';

import type { SourceHealth, SourceList } from '@activity-hub/contracts/activity/source-health';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const policies = ['refuse', 'keep'] as const;
type Policy = (typeof policies)[number];
const undoMs = 8_000;

/** Applies at once and offers the way back: the former choice can always be made again. */
export function SourcePolicyChoice({ source }: { readonly source: SourceHealth }): ReactNode {
  const t = useTranslations('sources.policy');
  const hub = useHub();
  const queryClient = useQueryClient();
  const set = useMutation(
    hub.schemas.setPolicy.mutationOptions({
      onSuccess: ({ source: name, unknown_types }) => {
        queryClient.setQueryData<SourceList>(hub.sources.list.queryKey(), (list) =>
          list === undefined
            ? undefined
            : { items: list.items.map((item) => (item.source === name ? { ...item, unknown_types } : item)) },
        );
      },
    }),
  );
  const choose = (policy: Policy): void => {
    const former = source.unknown_types;
    const apply = (unknown_types: Policy, onSuccess?: () => void): void =>
      set.mutate({ source: source.source, unknown_types }, onSuccess === undefined ? {} : { onSuccess });
    apply(policy, () =>
      toast.success(t('changed', { source: source.source, policy: t(policy) }), {
        duration: undoMs,
        action: { label: t('undo'), onClick: () => apply(former) },
      }),
    );
  };
  return (
    <section aria-label={t('title')} className="grid justify-items-start gap-2">
      <div>
        <h3 className="font-medium text-ink-soft text-xs">{t('title')}</h3>
        <p className="text-ink-faint text-xs">{t('detail')}</p>
      </div>
      <Segmented
        label={t('title')}
        options={policies.map((policy) => ({ value: policy, label: t(policy) }))}
        value={set.isPending ? set.variables.unknown_types : source.unknown_types}
        onChoose={(policy) => {
          if (policy !== source.unknown_types && !set.isPending) choose(policy);
        }}
      />
      <p className="text-ink-soft">{t(`hint.${source.unknown_types}`)}</p>
      <FormProblem error={set.error} />
    </section>
  );
}
