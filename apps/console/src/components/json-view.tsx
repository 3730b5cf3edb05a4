'use client';

import type { Json, JsonObject } from '@activity-hub/contracts/event';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { allExpanded, collapseAllNested, JsonView as JsonTree } from 'react-json-view-lite';
import { pruneJson } from './prune-json.ts';
import { CopyButton } from './ui/copy-button.tsx';
import { ScrollRegion } from './ui/scroll-region.tsx';
import { Segmented } from './ui/segmented.tsx';
import './json-view.css';

/** Above this size the tree starts folded: thousands of nodes make a slow page and no reading. */
const foldAboveCharacters = 8_000;

const views = ['tree', 'raw'] as const;

/** JSON as a tree that arrow keys walk, with a search, and as text for copying. */
export function JsonView({ title, value }: { readonly title: string; readonly value: JsonObject }): ReactNode {
  const t = useTranslations('json');
  const searchId = useId();
  const [view, setView] = useState<(typeof views)[number]>('tree');
  const [search, setSearch] = useState('');
  const raw = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const found = useMemo(() => pruneJson(value, search), [value, search]);
  const empty = Object.keys(value).length === 0;
  return (
    <section aria-label={title} className="grid gap-2">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-medium text-ink-soft text-xs">{title}</h3>
        {empty ? null : (
          <div className="flex items-center gap-1">
            <Segmented
              label={t('view')}
              options={views.map((name) => ({ value: name, label: t(name) }))}
              value={view}
              onChoose={setView}
            />
            <CopyButton text={raw} label={t('copy', { title })} className="size-8" />
          </div>
        )}
      </div>
      {empty ? <p className="text-ink-faint">{t('empty')}</p> : null}
      {empty || view === 'raw' ? null : (
        <div className="relative">
          <Search aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint" />
          <label htmlFor={searchId} className="sr-only">
            {t('search', { title })}
          </label>
          <input
            id={searchId}
            value={search}
            placeholder={t('searchPlaceholder')}
            onChange={(event) => setSearch(event.target.value)}
            className="h-8 w-full rounded-lg border border-line-strong bg-surface pr-20 pl-8 text-[0.8125rem] placeholder:text-ink-faint"
          />
          <span role="status" className="absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-faint text-xs">
            {search === '' ? '' : t('matches', { count: found.matches })}
          </span>
        </div>
      )}
      {empty ? null : view === 'raw' ? (
        <ScrollRegion label={title} className="overflow-x-auto rounded-lg border bg-canvas p-3">
          <pre className="font-mono text-xs leading-5">{raw}</pre>
        </ScrollRegion>
      ) : (
        <JsonTreeBox
          found={found.value}
          folded={raw.length > foldAboveCharacters && search === ''}
          searching={search !== ''}
          title={title}
        />
      )}
    </section>
  );
}

function JsonTreeBox({
  found,
  folded,
  searching,
  title,
}: {
  readonly found: Json | undefined;
  readonly folded: boolean;
  readonly searching: boolean;
  readonly title: string;
}): ReactNode {
  const t = useTranslations('json');
  const style = {
    container: 'json-tree',
    basicChildStyle: 'json-row',
    label: 'json-key',
    clickableLabel: 'json-key json-clickable',
    nullValue: 'json-null',
    undefinedValue: 'json-null',
    numberValue: 'json-number',
    stringValue: 'json-string',
    booleanValue: 'json-boolean',
    otherValue: 'json-null',
    punctuation: 'json-punctuation',
    expandIcon: 'json-fold json-fold-closed',
    collapseIcon: 'json-fold json-fold-open',
    collapsedContent: 'json-more',
    childFieldsContainer: 'json-children',
    ariaLables: { collapseJson: t('fold'), expandJson: t('unfold') },
    stringifyStringValues: true,
  };
  if (typeof found !== 'object' || found === null) return <p className="text-ink-faint">{t('noMatch')}</p>;
  return (
    <div className="overflow-x-auto rounded-lg border bg-canvas p-2" data-json>
      <JsonTree
        key={searching ? 'found' : 'all'}
        data={found}
        style={style}
        aria-label={title}
        shouldExpandNode={folded ? collapseAllNested : allExpanded}
        clickToExpandNode
      />
    </div>
  );
}
