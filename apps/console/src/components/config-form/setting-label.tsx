import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import type { ConfigField } from './config-fields.ts';

/** What a setting is called, and its name in the configuration: lists of changes and refusals have only that. */
export function SettingLabel({ field: { name, title } }: { readonly field: ConfigField }): ReactNode {
  const locale = useLocale();
  if (title[locale] === name) return name;
  return (
    <>
      {title[locale]} <code className="font-mono font-normal text-ink-faint">{name}</code>
    </>
  );
}
