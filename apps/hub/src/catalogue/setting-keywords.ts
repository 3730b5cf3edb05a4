import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { orderFaults, textFault } from '@activity-hub/contracts/plugin/setting-rules';
import type { KeywordDefinition, SchemaValidateFunction } from 'ajv/dist/types/index.js';

/** What is beside an error of these keywords. */
export interface SettingParams {
  readonly setting?: string;
  readonly fault: PluginFault;
}

const checkText: SchemaValidateFunction = (rule: Json, text: string) => {
  const fault = textFault(rule, text, '');
  checkText.errors = fault === undefined ? [] : [{ keyword: 'x-rule', params: { fault } satisfies SettingParams }];
  return fault === undefined;
};

const checkOrder: SchemaValidateFunction = (_rules: Json, config: JsonObject, schema?: unknown) => {
  const faults = orderFaults(schema as JsonObject, config);
  checkOrder.errors = faults.map((params: SettingParams) => ({ keyword: 'x-ordered', params }));
  return faults.length === 0;
};

/** Rules of settings that JSON Schema has no words for. */
export const settingKeywords: readonly KeywordDefinition[] = [
  { keyword: 'x-rule', type: 'string', errors: true, validate: checkText },
  { keyword: 'x-ordered', type: 'object', errors: true, validate: checkOrder },
];
