import { HubError } from '@activity-hub/contracts/errors';
import type { JsonObject } from '@activity-hub/contracts/event';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import {
  type PluginFault,
  type PluginFaultCode,
  pluginFaultSentence,
  quotingFault,
} from '@activity-hub/contracts/plugin/plugin-fault';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { brokenRule } from '../ingest/schema-validator.ts';
import { compileForeignSchema } from '../schemas/compile-schema.ts';
import { type SettingParams, settingKeywords } from './setting-keywords.ts';
import { settingTypes } from './setting-types.ts';

const shownFaults = 20;
/** `secret`: whether a setting is shown again; `needed`: whether it works without. */
export const settingNotes = ['secret', 'needed'];

/** The code of a rule that was broken, by its keyword, and under which name its bound is a value. */
const codes: Readonly<Record<string, readonly [code: PluginFaultCode, name: string, param: string]>> = {
  maxLength: ['setting_long', 'limit', 'limit'],
  minItems: ['setting_few', 'limit', 'limit'],
  maxItems: ['setting_many', 'limit', 'limit'],
  minimum: ['setting_small', 'limit', 'limit'],
  maximum: ['setting_large', 'limit', 'limit'],
  exclusiveMinimum: ['setting_above', 'limit', 'limit'],
  exclusiveMaximum: ['setting_below', 'limit', 'limit'],
  multipleOf: ['setting_step', 'limit', 'multipleOf'],
  enum: ['setting_choice', 'choices', 'allowedValues'],
  pattern: ['setting_pattern', 'pattern', 'pattern'],
};

interface PlacedFault extends PluginFault {
  readonly pointer: string;
}

function faultOf(error: ErrorObject): PlacedFault {
  const { instancePath, params } = error;
  const named = params['missingProperty'] ?? params['additionalProperty'] ?? params['setting'];
  const pointer = `/config${instancePath}${named === undefined ? '' : `/${String(named)}`}`;
  const setting = pointer.slice(1).replaceAll('/', '.');
  const { code, values } = ruleOf(error);
  return { pointer, code, values: { ...values, setting } };
}

function ruleOf(error: ErrorObject): PluginFault {
  const { keyword, params } = error;
  if (keyword.startsWith('x-')) return (params as SettingParams).fault;
  if (keyword === 'required') return { code: 'setting_missing', values: {} };
  if (keyword === 'additionalProperties') return { code: 'setting_unknown', values: {} };
  if (keyword === 'minLength') return { code: 'setting_empty', values: {} };
  const ofType = keyword === 'type' ? settingTypes[String(params['type'])] : undefined;
  if (ofType !== undefined) return { code: ofType, values: {} };
  const known = codes[keyword];
  if (known === undefined) return { code: 'setting_rule', values: { rule: brokenRule(error) } };
  const [code, name, param] = known;
  return { code, values: { [name]: boundOf(params[param]) } };
}

function boundOf(param: unknown): string | number {
  if (typeof param === 'number') return param;
  return Array.isArray(param) ? param.map(String).join(', ') : String(param);
}

/** Why a configuration does not fit a plugin, with every reason; undefined when it does. */
export function configFault(schema: object, config: unknown): HubError | undefined {
  let fits: ReturnType<typeof compileForeignSchema>;
  try {
    fits = compileForeignSchema(schema, { allErrors: true, notes: settingNotes, keywords: settingKeywords });
  } catch (cause) {
    return refusedConfig([{ pointer: '/config', code: 'unreadable_schema', values: {} }], cause);
  }
  if (fits(config)) return undefined;
  // What is wrong with a name is told by the rule that the name breaks.
  const broken = (fits.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
  return refusedConfig(broken.slice(0, shownFaults).map(faultOf));
}

function refusedConfig(faults: readonly PlacedFault[], cause?: unknown): HubError {
  const reasons = faults.map(({ code, values }) => ({ code, values }));
  const pointer = faults[0]?.pointer ?? '/config';
  return new HubError('invalid_config', reasons.map(pluginFaultSentence).join(' '), { pointer, cause, reasons });
}

/** @throws PluginError with the first reason why a configuration does not fit a plugin */
export function demandConfig(schema: JsonObject, config: JsonObject): void {
  const [first] = configFault(schema, config)?.reasons ?? [];
  if (first === undefined) return;
  const { code, values } = quotingFault('config', 'reason', first);
  throw new PluginError(code, values);
}
