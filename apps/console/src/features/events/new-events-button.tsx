'use client';

import { ArrowUp, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { Button, IconButton } from '../../components/ui/button.tsx';

/** How long the number must stand still before it is read out. */
const announceAfterMs = 1_000;

/** New rows wait behind a button, so that nothing moves under the reader. */
export function NewEventsButton({
  unseen,
  onShow,
}: {
  readonly unseen: { readonly count: number; readonly more: boolean };
  readonly onShow: () => Promise<void>;
}): ReactNode {
  const t = useTranslations('events');
  const [announced, setAnnounced] = useState('');
  const text =
    unseen.count === 0 ? '' : unseen.more ? t('newMany', { count: unseen.count }) : t('new', { count: unseen.count });
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(text), announceAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  const show = (): void => {
    window.scrollTo({ top: 0 });
    void onShow();
  };
  return (
    <>
      <span role="status" className="sr-only">
        {announced}
      </span>
      {text === '' ? (
        <IconButton label={t('refresh')} onClick={show}>
          <RotateCw aria-hidden size={16} />
        </IconButton>
      ) : (
        <Button
          tone="primary"
          onClick={show}
          className="max-sm:fixed max-sm:bottom-20 max-sm:left-1/2 max-sm:z-20 max-sm:-translate-x-1/2 max-sm:shadow-raised"
        >
          <ArrowUp aria-hidden size={15} />
          {text}
        </Button>
      )}
    </>
  );
}
