'use client';

import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { ShownOnce } from './shown-once.tsx';

/** The only time a secret is on screen: no stray click closes it. */
export function ShownOnceDialog({
  secret,
  onClose,
  title,
  detail,
  kept,
  ...texts
}: Omit<Parameters<typeof ShownOnce>[0], 'secret'> & {
  readonly secret: string | undefined;
  readonly onClose: () => void;
  readonly title: string;
  readonly detail: string;
  /** What the person says to close it. */
  readonly kept: string;
}): ReactNode {
  return (
    <Dialog
      open={secret !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      detail={detail}
      sealed
    >
      {secret === undefined ? null : <ShownOnce {...texts} secret={secret} />}
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          {kept}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
