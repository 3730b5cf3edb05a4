import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { expect, it } from 'vitest';
import { faultsOfIssue } from './faults-of-issue.ts';
import { messageOfLine } from './message-of-line.ts';
import { pluginFile } from './plugin-descriptor.ts';

function faultsOf(file: unknown): readonly PluginFault[] {
  const { error } = pluginFile.safeParse(file, { reportInput: true });
  return error?.issues.flatMap(faultsOfIssue) ?? [];
}

const right = { id: 'counting', kind: 'aggregator', runtime: 'node', main: 'main.ts' };

it.each([
  [right, []],
  [{ id: 'badmanifest', kind: 'aggregatr', runtime: 'ruby' }, ['setting_choice', 'setting_choice', 'setting_missing']],
  [{ ...right, id: 'Bad Name', main: '/etc/passwd' }, ['setting_kebab_case', 'setting_plugin_file']],
  [{ ...right, id: 'a'.repeat(65), network: 'all' }, ['setting_long', 'setting_list']],
  [{ ...right, network: [1], version: '1', hub: '*' }, ['setting_text', 'setting_no_field', 'setting_no_field']],
  [[right], ['setting_object']],
])('%# tells every fault of a plugin.json by the rule that it breaks', (file, codes) => {
  const faults = faultsOf(file);
  expect(faults.map(({ code }) => code)).toEqual(codes);
  expect(faults.map(pluginFaultSentence).join()).not.toContain('undefined');
});

it('names the place and what was there', () => {
  const [id, network] = faultsOf({ ...right, id: 'Bad Name', network: [1] }).map(pluginFaultSentence);
  expect(id).toBe('id holds "Bad Name": it must be kebab-case.');
  expect(network).toBe('network.0 must be a text.');
  expect(faultsOf([]).map(pluginFaultSentence)).toEqual(['plugin.json must be an object.']);
});

it.each([
  [{}, '/manifest/id', 'manifest.id is required.', 'setting_missing'],
  [{ id: 'a', version: '1', kind: 'gadget' }, '/manifest/kind', /aggregator, detector, sink\.$/, 'setting_choice'],
  [{ config_schema: [] }, '/manifest/config_schema', 'manifest.config_schema must be an object.', 'setting_object'],
])('%# quotes the rule that a manifest breaks', (broken, pointer, sentence, code) => {
  const wording = { en: 'A', ru: 'А' };
  const rest = { title: wording, description: wording, topics: [], scope: 'stream', windows: [], emits: [] };
  const whole = { id: 'a', version: '1.0.0', kind: 'aggregator', hub: '*', config_schema: {}, ...rest };
  const manifest = Object.keys(broken).length === 0 ? { ...whole, id: undefined } : { ...whole, ...broken };
  const line = JSON.stringify({ type: 'ready', protocol: 1, manifest, deadlines: false });
  const fault = faultThrownBy(() => messageOfLine(line));
  expect(fault).toMatchObject({ code: 'no_manifest', values: { pointer, message_code: code } });
  expect(String(fault.values['message'])).toMatch(sentence);
});

function faultThrownBy(act: () => unknown): PluginFault {
  try {
    act();
  } catch (error) {
    if (error instanceof PluginError) return error.fault;
  }
  throw new Error('It threw no PluginError.');
}
