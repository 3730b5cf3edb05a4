'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';

const demoCommand = 'npm run hub -- demo';

function curlCommand(hubUrl: string): string {
  return `curl -X POST ${hubUrl}/activity/events \\
  -H 'content-type: application/json' -d '{
    "event_id": "my-first-event",
    "event_type": "activity.learning.completed",
    "event_version": "1.0.0",
    "timestamp": "2026-11-23T10:00:00Z",
    "source_system": "lms",
    "user_id": "3ab871b9-b242-4799-89db-759b9da33447",
    "payload": {"course_id": "BBB-2013B"}
  }'`;
}

/** What to do when the log is empty: load the demo, or send a first event. */
export function FirstEvents({
  hubUrl,
  onLoaded,
}: {
  readonly hubUrl: string;
  readonly onLoaded: () => Promise<void>;
}): ReactNode {
  const t = useTranslations('firstEvents');
  const queryClient = useQueryClient();
  const demo = useMutation({
    mutationFn: async () => {
      const answer = await fetch('/api/demo', { method: 'POST' });
      if (!answer.ok) throw new Error(`The demo answered ${answer.status}.`);
    },
    onSuccess: async () => {
      await onLoaded();
      await queryClient.invalidateQueries();
    },
  });
  return (
    <div className="grid w-full gap-5">
      <div>
        <Button tone="primary" onClick={() => demo.mutate()} disabled={demo.isPending}>
          <Sparkles aria-hidden size={15} />
          {demo.isPending ? t('loading') : t('loadDemo')}
        </Button>
        <p role="status" className="mt-2 min-h-4 text-danger text-xs">
          {demo.isError ? t('demoFailed', { command: demoCommand }) : ''}
        </p>
      </div>
      <Command title={t('orCommand')} text={demoCommand} />
      <Command title={t('orCurl')} text={curlCommand(hubUrl)} />
    </div>
  );
}

function Command({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  const t = useTranslations('firstEvents');
  return (
    <div className="text-left">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-ink-soft text-xs">{title}</h3>
        <CopyButton text={text} label={t('copy')} />
      </div>
      <ScrollRegion label={title} className="overflow-x-auto rounded-lg border bg-canvas p-3">
        <pre className="font-mono text-xs leading-5">{text}</pre>
      </ScrollRegion>
    </div>
  );
}
