import type { PluginFault, PluginFaultCode } from '@activity-hub/contracts/plugin/plugin-fault';
import type { core } from 'zod';
import { settingTypes } from '../catalogue/setting-types.ts';

/** What a schema says of a rule of its own, so that breaking it has a code. */
export function ruled(code: PluginFaultCode): { params: { code: PluginFaultCode } } {
  return { params: { code } };
}

/** What zod found, as rules of settings are told. Parse with `reportInput`. */
export function faultsOfIssue(issue: core.$ZodIssue): readonly PluginFault[] {
  const named = (...more: string[]): string => [...issue.path, ...more].map(String).join('.') || 'plugin.json';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ code: 'setting_no_field', values: { setting: named(key) } }));
  const { code, values } = ruleOf(issue);
  return [{ code, values: { setting: named(), ...values } }];
}

function ruleOf(issue: core.$ZodIssue): PluginFault {
  if (issue.input === undefined) return { code: 'setting_missing', values: {} };
  const ofType = issue.code === 'invalid_type' ? settingTypes[issue.expected] : undefined;
  if (ofType !== undefined) return { code: ofType, values: {} };
  if (issue.code === 'invalid_value')
    return { code: 'setting_choice', values: { choices: issue.values.map(String).join(', ') } };
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { code: 'setting_long', values: { limit: Number(issue.maximum) } };
  const own = issue.code === 'custom' ? (issue.params?.['code'] as PluginFaultCode | undefined) : undefined;
  if (own !== undefined) return { code: own, values: typeof issue.input === 'string' ? { text: issue.input } : {} };
  return { code: 'setting_rule', values: { rule: issue.message } };
}
