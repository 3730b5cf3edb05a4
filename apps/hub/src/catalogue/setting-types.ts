import type { PluginFaultCode } from '@activity-hub/contracts/plugin/plugin-fault';

/** What to tell whoever gives a setting another type, by the names that JSON Schema and zod have for types. */
export const settingTypes: Readonly<Record<string, PluginFaultCode>> = {
  string: 'setting_text',
  number: 'setting_number',
  integer: 'setting_whole',
  int: 'setting_whole',
  boolean: 'setting_switch',
  array: 'setting_list',
  object: 'setting_object',
  record: 'setting_object',
};
