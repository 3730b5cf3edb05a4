import type { JsonObject } from '@activity-hub/contracts/event';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const host = new RegExp(`^(\\*\\.)?${label}(\\.${label})*(:\\d{1,5})?$`);
const setting = /^\{([A-Za-z0-9_.-]{1,100})\}$/;

/**
 * A host in lower case, `*.` before it for every host below it, a port after it for that port alone; or the name of a setting in
 * braces, which holds an address or a host.
 */
export function isLentHost(text: string): boolean {
  return setting.test(text) || host.test(text);
}

/**
 * The hosts among them, under the settings it runs with: what a setting names, nobody knew when the plugin was written.
 * @param schema of the settings, for those that are left out
 */
export function lentHosts(network: readonly string[], schema: JsonObject, config: JsonObject): readonly string[] {
  return network.flatMap((entry) => {
    const name = setting.exec(entry)?.[1];
    if (name === undefined) return [entry];
    const named = hostOf(settingAt(schema, config, name.split('.')));
    return named === undefined ? [] : [named];
  });
}

/** Whether one of the hosts is that of the address. Without a port it stands for the usual one of the scheme. */
export function isLent(url: URL, hosts: readonly string[]): boolean {
  const port = url.port === '' ? usualPort(url) : url.port;
  return hosts.some((entry) => {
    const [, name = '', wanted = usualPort(url)] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (wanted !== port) return false;
    return name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) : url.hostname === name;
  });
}

function usualPort({ protocol }: URL): string {
  return protocol === 'http:' ? '80' : '443';
}

/** At any depth its default where it is not given. */
function settingAt(schema: unknown, config: unknown, [part, ...inner]: readonly string[]): unknown {
  const value = config ?? memberOf(schema, 'default');
  if (part === undefined) return value;
  return settingAt(memberOf(memberOf(schema, 'properties'), part), memberOf(value, part), inner);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined;
}

function hostOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const url = URL.parse(value.includes('://') ? value : `https://${value}`);
  return url === null || url.hostname === '' ? undefined : url.host;
}
