'use client';

import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import type { ListedPlugin } from './shown-plugin.ts';

/** What a plugin says of itself. One that cannot say what it is stands under its id alone. */
export function PluginDescription({
  plugin,
}: {
  readonly plugin: Pick<ListedPlugin, 'plugin_id' | 'description'>;
}): ReactNode {
  const description = plugin.description[useLocale()];
  return description === plugin.plugin_id ? null : <p className="text-ink-soft">{description}</p>;
}
