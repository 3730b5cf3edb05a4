'use client';

import type { JsonObject } from '@activity-hub/contracts/event';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { type ConfigDraft, configDraftOf, readConfig } from '../../components/config-form/config-draft.ts';
import { fieldsOf, withDefaults } from '../../components/config-form/config-fields.ts';
import { ConfigForm } from '../../components/config-form/config-form.tsx';
import { useConfigFaultText } from '../../components/config-form/use-config-fault-text.ts';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { pointerOfError } from '../../trpc/problem-of-error.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type ConfigChange, configChanges } from './config-changes.ts';
import { ConfigChanges } from './config-changes-list.tsx';
import { pluginAddress } from './plugin-address.ts';
import type { ShownPlugin } from './shown-plugin.ts';
import { usePluginChange } from './use-plugin-change.ts';

/** Saving changes nothing that runs: it builds a revision beside the live one, to be compared and promoted. */
export function ConfigTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.config');
  const schema = plugin.manifest.config_schema as JsonObject;
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const given = (plugin.config ?? {}) as JsonObject;
  const [draft, setDraft] = useState<ConfigDraft>(() => configDraftOf(given));
  const save = useConfigure();
  const faultText = useConfigFaultText();
  const { value: config, faults } = readConfig(fields, draft, schema);
  const own = new Map(faults);
  const refusedAt = pointerOfError(save.error)?.replace(/^\/config/, '');
  const faultAt = (pointer: string): string | undefined => {
    const fault = own.get(pointer);
    if (fault !== undefined) return faultText(fault);
    return refusedAt !== undefined && `${refusedAt}/`.startsWith(`${pointer}/`) ? t('refusedHere') : undefined;
  };
  if (fields.length === 0)
    return <Card className="text-ink-soft">{t(plugin.refusal === null ? 'nothing' : 'unknown')}</Card>;
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <Card className="grid grid-cols-1 gap-5">
        <ConfigForm
          fields={fields}
          draft={draft}
          faultAt={faultAt}
          onChange={(after) => {
            save.reset();
            setDraft(after);
          }}
        />
      </Card>
      <SavePanel
        changes={configChanges(withDefaults(fields, given), config)}
        faults={own.size}
        busy={save.isPending}
        error={save.error}
        onSave={(note) => save.mutate({ plugin_id: plugin.plugin_id, config, ...(note === '' ? {} : { note }) })}
      />
    </div>
  );
}

/** Leads to the shadow that was made. */
function useConfigure() {
  const t = useTranslations('plugins.config');
  const hub = useHub();
  const changed = usePluginChange();
  const [, setAddress] = useQueryStates(pluginAddress, { history: 'push' });
  return useMutation(
    hub.plugins.configure.mutationOptions({
      onSuccess: async (after) => {
        await changed(after, t('done'));
        void setAddress({ tab: 'versions', revision: after.shadow_revision });
      },
    }),
  );
}

/** What would change, why, and the way to have it. */
function SavePanel({
  changes,
  faults,
  busy,
  error,
  onSave,
}: {
  readonly changes: readonly ConfigChange[];
  /** Places where no value can be read: they may lie far above or below. */
  readonly faults: number;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (note: string) => void;
}): ReactNode {
  const t = useTranslations('plugins.config');
  const [note, setNote] = useState('');
  return (
    <Card className="grid grid-cols-1 gap-4 lg:sticky lg:top-16" aria-label={t('changes')}>
      <CardHeading title={t('changes')} detail={t('effect')} />
      {changes.length > 0 ? <ConfigChanges changes={changes} /> : null}
      {faults > 0 ? (
        <p className="text-danger text-xs">{t('faulty', { count: faults })}</p>
      ) : changes.length === 0 ? (
        <p className="text-ink-soft">{t('unchanged')}</p>
      ) : null}
      <TextField
        label={t('note')}
        hint={t('noteHint')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FormProblem error={error} />
      <Button tone="primary" disabled={faults > 0 || busy || changes.length === 0} onClick={() => onSave(note.trim())}>
        {t('save')}
      </Button>
    </Card>
  );
}
