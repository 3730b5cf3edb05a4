'use client';

import type { RefusedEvent } from '@activity-hub/contracts/activity/refused-event';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { indentJson } from './json-text.ts';
import { placeInText } from './place-in-text.ts';

const forms = ['indented', 'asSent'] as const;

/** The bytes as text, with the place of the fault marked. */
export function SentText({ refused }: { readonly refused: RefusedEvent }): ReactNode {
  const t = useTranslations('refused.sent');
  const [form, setForm] = useState<(typeof forms)[number]>('indented');
  const isText = refused.raw_encoding === 'utf8';
  const text = useMemo(
    () => (form === 'indented' && isText ? indentJson(refused.raw) : refused.raw),
    [form, isText, refused.raw],
  );
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-medium text-ink-soft text-xs">{t('title')}</h3>
        <div className="flex items-center gap-1">
          {isText ? (
            <Segmented
              label={t('form')}
              options={forms.map((name) => ({ value: name, label: t(name) }))}
              value={form}
              onChoose={setForm}
            />
          ) : null}
          <CopyButton text={refused.raw} label={t('copy')} className="size-8" />
        </div>
      </div>
      {isText ? null : <p className="text-ink-faint text-xs">{t('noText')}</p>}
      <MarkedText text={text} pointer={isText ? refused.pointer : ''} label={t('title')} />
    </section>
  );
}

/** JSON as text with the place that a pointer names marked in it. */
export function MarkedText({
  text,
  pointer,
  label,
}: {
  readonly text: string;
  readonly pointer: string;
  readonly label: string;
}): ReactNode {
  const t = useTranslations('refused.sent');
  const place = useMemo(() => placeInText(text, pointer), [text, pointer]);
  return (
    <>
      <ScrollRegion label={label} className="max-h-96 overflow-auto rounded-lg border bg-canvas p-3">
        <pre className="whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          {place === undefined || place.to === place.from ? (
            text
          ) : (
            <>
              {text.slice(0, place.from)}
              <mark className="rounded-sm bg-danger-soft text-danger outline outline-danger/50">
                {text.slice(place.from, place.to)}
              </mark>
              {text.slice(place.to)}
            </>
          )}
        </pre>
      </ScrollRegion>
      {place?.missing === true ? <p className="text-ink-faint text-xs">{t('missing', { pointer })}</p> : null}
    </>
  );
}
