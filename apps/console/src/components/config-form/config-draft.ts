import type { JsonObject } from '@activity-hub/contracts/event';
import { type OrderFault, orderFaults } from '@activity-hub/contracts/plugin/setting-rules';
import { readJsonObject } from '../read-json.ts';
import { type ConfigField, unknownSettings, withDefaults } from './config-fields.ts';
import { type Drafts, draftsOf } from './field-draft.ts';
import { type PlacedFault, pointerTo, type ReadFields, readFields } from './read-fields.ts';

/** A configuration while somebody writes it. */
export interface ConfigDraft {
  /** As it was before. */
  readonly given: JsonObject;
  /** The fields that were written in since. */
  readonly drafts: Drafts;
  /** Written as JSON, for what a form cannot show; undefined: in the form. */
  readonly text: string | undefined;
}

export function configDraftOf(given: JsonObject): ConfigDraft {
  return { given, drafts: {}, text: undefined };
}

/** Every field with what stands in it. */
export function shownDrafts(fields: readonly ConfigField[], { given, drafts }: ConfigDraft): Drafts {
  return { ...draftsOf(fields, withDefaults(fields, given)), ...drafts };
}

/**
 * The configuration with its defaults; a setting of which no value can be read stays as it was.
 * @param schema of the whole, where it may demand an order of settings
 */
export function readConfig(fields: readonly ConfigField[], draft: ConfigDraft, schema: JsonObject = {}): ReadFields {
  if (draft.text !== undefined) return readText(fields, draft.text);
  const { value, faults } = readFields(fields, shownDrafts(fields, draft));
  const current = withDefaults(fields, draft.given);
  const isWrong = (name: string): boolean =>
    faults.some(([pointer, { kind }]) => kind !== 'rule' && `${pointer}/`.startsWith(`${pointerTo('', name)}/`));
  const kept = Object.entries(current).filter(([name]) => isWrong(name));
  const all = { ...value, ...Object.fromEntries(kept), ...unknownSettings(fields, draft.given) };
  const read = withDefaults(fields, all);
  return { value: read, faults: [...faults, ...orderFaults(schema, read).map(placed)] };
}

function placed({ setting, fault }: OrderFault): PlacedFault {
  return [pointerTo('', setting), { kind: 'rule', reason: fault }];
}

function readText(fields: readonly ConfigField[], text: string): ReadFields {
  const read = readJsonObject(text);
  if ('fault' in read) return { value: {}, faults: [['', { kind: 'object' }]] };
  return { value: withDefaults(fields, read.value as JsonObject), faults: [] };
}

/** The same as JSON. */
export function asText(fields: readonly ConfigField[], draft: ConfigDraft): ConfigDraft {
  return { ...draft, text: JSON.stringify(readConfig(fields, draft).value, null, 2) };
}

/** The same in the form; undefined where the text is no configuration. */
export function asForm(draft: ConfigDraft): ConfigDraft | undefined {
  const read = readJsonObject(draft.text ?? '');
  return 'fault' in read ? undefined : configDraftOf(read.value as JsonObject);
}
