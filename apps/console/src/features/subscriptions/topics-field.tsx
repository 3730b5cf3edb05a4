'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { Button, IconButton } from '../../components/ui/button.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { patternsOf } from '../keys/key-draft.ts';

/** Event types and patterns, one by one, with what the hub knows as suggestions. */
export function TopicsField({
  topics,
  error,
  onChange,
}: {
  readonly topics: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (topics: readonly string[]) => void;
}): ReactNode {
  const t = useTranslations('subscriptions.form');
  const listId = useId();
  const [text, setText] = useState('');
  const add = (): void => {
    const added = patternsOf(text);
    if (added.length === 0) return;
    onChange([...new Set([...topics, ...added])]);
    setText('');
  };
  return (
    <div className="grid gap-2">
      <div className="flex items-start gap-2">
        <TextField
          label={t('topics')}
          hint={t('topicsHint')}
          error={error}
          className="min-w-0 flex-1"
          mono
          list={listId}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return;
            event.preventDefault();
            add();
          }}
          // Written and left is meant too: nobody should lose a topic for a button that was not pressed.
          onBlur={add}
        />
        <Button className="mt-5 h-9" onClick={add}>
          <Plus aria-hidden size={15} />
          {t('addTopic')}
        </Button>
      </div>
      <TopicSuggestions id={listId} />
      {topics.length === 0 ? null : (
        <ul aria-label={t('chosenTopics')} className="flex flex-wrap gap-1.5">
          {topics.map((topic) => (
            <li key={topic} className="flex max-w-full items-center rounded-lg bg-hover pl-2.5">
              <code className="min-w-0 break-all font-mono text-xs">{topic}</code>
              <IconButton
                label={t('removeTopic', { topic })}
                className="size-7"
                onClick={() => onChange(topics.filter((one) => one !== topic))}
              >
                <X aria-hidden size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function TopicSuggestions({ id }: { readonly id: string }): ReactNode {
  const locale = useLocale();
  const hub = useHub();
  const { data } = useQuery(hub.events.types.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const families = [...new Set(data?.items.map(({ family }) => family))];
  return (
    <datalist id={id}>
      <option value="activity.**" />
      {families.map((family) => (
        <option key={family} value={`activity.${family}.**`} />
      ))}
      {data?.items.map(({ event_type: type, title }) => (
        <option key={type} value={type} label={title[locale]} />
      ))}
    </datalist>
  );
}
