import type { Wording } from '@activity-hub/contracts/plugin/manifest';
import type { ConfigField } from '../../components/config-form/config-fields.ts';

/** Whom a sink may ask: a host, or whatever host stands in one of its settings. */
export type NetworkPlace = { readonly host: string } | { readonly setting: Wording };

/** What `network` of a sink says, with its settings called as the form calls them. */
export function networkPlaces(network: readonly string[], fields: readonly ConfigField[]): readonly NetworkPlace[] {
  return network.map((entry) => {
    const name = /^\{(.+)\}$/.exec(entry)?.[1];
    return name === undefined ? { host: entry } : { setting: titleOf(name, fields) };
  });
}

/** A name with dots leads into groups. Where the settings are not known there is only the name. */
function titleOf(name: string, fields: readonly ConfigField[]): Wording {
  const found = name
    .split('.')
    .reduce<Partial<ConfigField> | undefined>((group, part) => group?.fields?.find((field) => field.name === part), {
      fields,
    });
  return found?.title ?? { en: name, ru: name };
}
