'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePages } from '../../components/use-pages.ts';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { sourcePattern } from './key-draft.ts';
import { type KeyFilters, keyFilters, keySearchOf, keyStates } from './key-filters.ts';
import { KeyPeek } from './key-peek.tsx';
import { KeysTable } from './keys-table.tsx';
import { MadeKeyDialog, type ShownKey } from './made-key-dialog.tsx';
import { MakeKeyDialog } from './make-key-dialog.tsx';

const addressOf = createSerializer({ ...keyFilters, peek: parseAsString });
const noFilters: KeyFilters = { state: null, source: null };

function idOf(apiKey: ApiKey): string {
  return apiKey.key_id;
}

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
  const list = usePeekList({
    ...usePages(query),
    idOf,
    hrefOf: (keyId) => addressOf('/keys', { ...filters, peek: keyId }),
  });
  const { rows } = list.table;
  return (
    <PeekRoom open={list.peekId !== null}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: rows.length })}>
        <Button tone="primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden size={15} />
          {t('make')}
        </Button>
      </PageHeading>
      <KeyFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <ListPanel
        ref={list.panel}
        query={query}
        count={rows.length}
        skeletonRows={5}
        empty={<NoKeys filters={filters} onClear={() => void setFilters(noFilters)} />}
      >
        <KeysTable {...list.table} />
      </ListPanel>
      {list.peekId === null ? null : <KeyPeek key={list.peekId} keyId={list.peekId} {...list.walk} onShow={setShown} />}
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
    </PeekRoom>
  );
}

function NoKeys({ filters, onClear }: { readonly filters: KeyFilters; readonly onClear: () => void }): ReactNode {
  const t = useTranslations('keys');
  const filtered = Object.values(filters).some((value) => value !== null);
  return filtered ? (
    <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('clear')} onClear={onClear} />
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
