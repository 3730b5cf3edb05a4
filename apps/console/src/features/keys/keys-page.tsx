'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { sourcePattern } from './key-draft.ts';
import { type KeyFilters, keyFilters, keySearchOf, keyStates } from './key-filters.ts';
import { KeyPeek } from './key-peek.tsx';
import { KeysTable } from './keys-table.tsx';
import { MadeKeyDialog, type ShownKey } from './made-key-dialog.tsx';
import { MakeKeyDialog } from './make-key-dialog.tsx';

const addressOf = createSerializer({ ...keyFilters, peek: parseAsString });
const noFilters: KeyFilters = { state: null, source: null };

export function KeysPage(): ReactNode {
  const t = useTranslations('keys');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [filters, setFilters] = useQueryStates(keyFilters, { history: 'push' });
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<ShownKey>();
  const query = useInfiniteQuery(
    hub.keys.list.infiniteQueryOptions(keySearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
  );
  const keys = useMemo<readonly ApiKey[]>(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const ids = useMemo(() => keys.map(({ key_id }) => key_id), [keys]);
  const peek = useRowPeek(ids, query.hasNextPage ? query.fetchNextPage : undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = peek.focusRequest === null ? undefined : ids[peek.focusRequest.index];
    if (id !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }, [peek.focusRequest, ids]);
  const hrefOf = useCallback((keyId: string) => addressOf('/keys', { ...filters, peek: keyId }), [filters]);
  return (
    <div className={classNames(peek.id !== null && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: keys.length })}>
        <Button tone="primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden size={15} />
          {t('make')}
        </Button>
      </PageHeading>
      <KeyFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <Panel ref={table} aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton rows={5} />
        ) : query.isError && keys.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : keys.length > 0 ? (
          <>
            <KeysTable keys={keys} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
            {query.hasNextPage ? (
              <div className="flex justify-center p-1.5">
                <Button tone="quiet" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                  {t('loadMore')}
                </Button>
              </div>
            ) : null}
          </>
        ) : (
          <NoKeys filters={filters} onClear={() => void setFilters(noFilters)} />
        )}
      </Panel>
      {peek.id === null ? null : (
        <KeyPeek
          key={peek.id}
          keyId={peek.id}
          onClose={peek.close}
          onNext={peek.next}
          onPrevious={peek.previous}
          onShow={setShown}
        />
      )}
      <MakeKeyDialog
        open={making}
        onOpenChange={setMaking}
        onMade={({ key, secret }) => {
          setMaking(false);
          setShown({ name: key.name, secret, overlapUntil: null });
          void queryClient.invalidateQueries({ queryKey: hub.keys.pathKey() });
        }}
      />
      <MadeKeyDialog shown={shown} onClose={() => setShown(undefined)} />
    </div>
  );
}

function NoKeys({ filters, onClear }: { readonly filters: KeyFilters; readonly onClear: () => void }): ReactNode {
  const t = useTranslations('keys');
  const filtered = Object.values(filters).some((value) => value !== null);
  return filtered ? (
    <EmptyState icon={SearchX} title={t('nothingMatches')} text={t('nothingMatchesText')}>
      <Button tone="primary" onClick={onClear}>
        {t('clear')}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState icon={KeyRound} title={t('nothingYet')} text={t('nothingYetText')} />
  );
}

function KeyFilterBar({
  filters,
  onChange,
}: {
  readonly filters: KeyFilters;
  readonly onChange: (change: Partial<KeyFilters>) => void;
}): ReactNode {
  const t = useTranslations('keys');
  return (
    <search aria-label={t('filter')} className="mb-3 flex flex-wrap items-start gap-2">
      <select
        aria-label={t('column.state')}
        className={classNames(fieldLook, 'w-auto')}
        value={filters.state ?? ''}
        onChange={(event) => onChange({ state: keyStates.find((state) => state === event.target.value) ?? null })}
      >
        <option value="">{t('anyState')}</option>
        {keyStates.map((state) => (
          <option key={state} value={state}>
            {t(`state.${state}`)}
          </option>
        ))}
      </select>
      <CommittedInput
        label={t('column.source')}
        className="w-44"
        value={filters.source}
        valid={(text) => sourcePattern.test(text)}
        invalidHint={t('form.sourceWrong')}
        onCommit={(source) => onChange({ source })}
      />
    </search>
  );
}
