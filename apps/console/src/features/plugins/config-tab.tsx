'use client';

import type { Json, JsonObject } from '@activity-hub/contracts/event';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { pointerOfError } from '../../trpc/problem-of-error.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type ConfigChange, configChanges } from './config-changes.ts';
import { ConfigChanges } from './config-changes-list.tsx';
import {
  type ConfigField,
  draftOf,
  type FieldDraft,
  type FieldFault,
  fieldsOf,
  limitsOf,
  readField,
  withDefaults,
} from './config-fields.ts';
import { ConfigInput } from './config-input.tsx';
import { pluginAddress } from './plugin-address.ts';
import type { ShownPlugin } from './shown-plugin.ts';
import { usePluginChange } from './use-plugin-change.ts';

type Drafts = Readonly<Record<string, FieldDraft>>;

/** Saving changes nothing that runs: it builds a revision beside the live one, to be compared and promoted. */
export function ConfigTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.config');
  const fields = useMemo(() => fieldsOf(plugin.manifest.config_schema as JsonObject), [plugin.manifest.config_schema]);
  const current = withDefaults(fields, (plugin.config ?? {}) as JsonObject);
  const [drafts, setDrafts] = useState<Drafts>(() =>
    Object.fromEntries(fields.map((field) => [field.name, draftOf(field, current[field.name])])),
  );
  const save = useConfigure();
  const faultText = useFaultText();
  const read = fields.map((field) => ({ field, result: readField(field, drafts[field.name] ?? '') }));
  const written = read.flatMap(({ field, result }): [string, Json][] =>
    'value' in result ? [[field.name, result.value]] : [],
  );
  const config: JsonObject = { ...current, ...Object.fromEntries(written) };
  const refusedAt = pointerOfError(save.error)?.split('/')[2];
  if (fields.length === 0) return <Card className="text-ink-soft">{t('nothing')}</Card>;
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <Card className="grid grid-cols-1 gap-5">
        {read.map(({ field, result }) => (
          <ConfigInput
            key={field.name}
            field={field}
            draft={drafts[field.name] ?? ''}
            error={
              'fault' in result
                ? faultText(field, result.fault)
                : refusedAt === field.name
                  ? t('refusedHere')
                  : undefined
            }
            onChange={(draft) => {
              save.reset();
              setDrafts((before) => ({ ...before, [field.name]: draft }));
            }}
          />
        ))}
      </Card>
      <SavePanel
        changes={configChanges(current, config)}
        ready={written.length === fields.length && !save.isPending}
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

function useFaultText(): (field: ConfigField, fault: FieldFault) => string {
  const t = useTranslations('plugins.config.fault');
  return ({ rule }, fault) => {
    const { minimum = 0, maximum = 0 } = limitsOf(rule);
    return t(fault, { minimum, maximum });
  };
}

/** What would change, why, and the way to have it. */
function SavePanel({
  changes,
  ready,
  error,
  onSave,
}: {
  readonly changes: readonly ConfigChange[];
  readonly ready: boolean;
  readonly error: unknown;
  readonly onSave: (note: string) => void;
}): ReactNode {
  const t = useTranslations('plugins.config');
  const [note, setNote] = useState('');
  return (
    <Card className="grid grid-cols-1 gap-4 lg:sticky lg:top-16" aria-label={t('changes')}>
      <CardHeading title={t('changes')} detail={t('effect')} />
      {changes.length === 0 ? <p className="text-ink-soft">{t('unchanged')}</p> : <ConfigChanges changes={changes} />}
      <TextField
        label={t('note')}
        hint={t('noteHint')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FormProblem error={error} />
      <Button tone="primary" disabled={!ready || changes.length === 0} onClick={() => onSave(note.trim())}>
        {t('save')}
      </Button>
    </Card>
  );
}
