import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { askTarget } from '../http/ask-target.ts';
import { demandAddress } from '../http/http-address.ts';
import { bitrix24Driver } from './bitrix24-driver.ts';
import type { CrmConfig } from './crm-config.ts';
import type { AskCrm, CrmDriver } from './crm-driver.ts';
import { genericDriver } from './generic-driver.ts';
import { hubspotDriver } from './hubspot-driver.ts';

const HUBSPOT_ADDRESS = 'https://api.hubapi.com';
/** Path segments below this length are words such as "rest", not keys. */
const SHORTEST_KEY = 8;

/** @throws when the configuration lacks what its driver needs */
export function driverFor(config: CrmConfig, context: SinkContext): CrmDriver {
  const { driver, url, token, timeout_seconds } = config;
  const address = demandAddress('crm', driver === 'hubspot' && url === '' ? HUBSPOT_ADDRESS : url);
  const secrets = [token, ...secretsOfAddress(address)];
  const ask: AskCrm = (method, path, body, headers) =>
    askTarget(context, {
      method,
      url: address + path,
      headers: { ...headers, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body }),
      timeoutSeconds: timeout_seconds,
      secrets,
    });
  if (driver === 'generic') return genericDriver(ask);
  if (driver === 'hubspot') return hubspotDriver(ask, config.hubspot);
  if (config.bitrix24.closed_stage === '')
    throw new TypeError('crm cannot close a ticket: set "bitrix24.closed_stage"');
  return bitrix24Driver(ask, config.bitrix24);
}

/** The whole address, and whatever in its path can be the key of a webhook. */
function secretsOfAddress(address: string): string[] {
  const segments = new URL(address).pathname.split('/');
  return [address, ...segments.filter((segment) => segment.length >= SHORTEST_KEY)];
}
