import { parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const pluginTabs = ['config', 'versions', 'health', 'errors', 'logs', 'permissions'] as const;

export const pluginAddress = {
  tab: parseAsStringLiteral(pluginTabs).withDefault('config'),
  /** The revision that is compared with the live one. */
  revision: parseAsString,
};

export function pluginHref(pluginId: string): string {
  return `/plugins/${encodeURIComponent(pluginId)}`;
}
