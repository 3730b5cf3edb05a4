'use client';

import type { SourceProfile } from '@activity-hub/contracts/sources/source-profile';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { firstEventSnippet, languages } from './snippets.ts';
import { startAddress } from './start-address.ts';

/** Stands for the secret once it is no longer on the page. */
const placeholder = 'KEY';

export function SnippetTabs({
  hubUrl,
  secret,
  profile,
}: {
  readonly hubUrl: string;
  readonly secret: string | undefined;
  readonly profile: SourceProfile;
}): ReactNode {
  const t = useTranslations('start');
  const [{ language }, setAddress] = useQueryStates(startAddress, { history: 'replace' });
  const [event] = useState(() => ({ eventId: crypto.randomUUID(), at: new Date().toISOString() }));
  const snippet = firstEventSnippet(language, { ...event, hubUrl, key: secret ?? placeholder, profile });
  return (
    <Card>
      <CardHeading title={t('sendTitle')} detail={t('sendDetail')}>
        <Segmented
          label={t('language')}
          options={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
          value={language}
          onChoose={(value) => void setAddress({ language: value })}
        />
      </CardHeading>
      <CodeBlock title={t(`languages.${language}`)} text={snippet} copyLabel={t('copySnippet')} />
    </Card>
  );
}
