'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { ShownOnce } from '../../components/ui/shown-once.tsx';
import type { CreatedSubscription } from './shown-subscription.ts';
import { type VerifyLanguage, verifyLanguages, verifySnippets } from './verify-snippets.ts';

/** The only time the signing secret is on screen, with what a receiver does with it. */
export function SecretDialog({
  created,
  title,
  detail,
  onClose,
}: {
  readonly created: CreatedSubscription | undefined;
  readonly title: string;
  readonly detail: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTranslations('subscriptions.secret');
  return (
    <Dialog
      open={created !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      detail={detail}
      wide
      sealed
    >
      <div className="grid grid-cols-1 gap-4">
        {typeof created?.secret === 'string' ? (
          <ShownOnce label={t('label')} secret={created.secret} copyLabel={t('copy')} warning={t('warning')} />
        ) : null}
        <VerifySnippet />
      </div>
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function VerifySnippet(): ReactNode {
  const t = useTranslations('subscriptions.secret');
  const [language, setLanguage] = useState<VerifyLanguage>('typescript');
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-ink-soft">{t('verify')}</p>
        <Segmented
          label={t('language')}
          options={verifyLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))}
          value={language}
          onChoose={setLanguage}
        />
      </div>
      <CodeBlock title={t('snippet')} text={verifySnippets[language]} copyLabel={t('copySnippet')} />
    </div>
  );
}
