import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { textFault } from '@activity-hub/contracts/plugin/setting-rules';
import { readJson } from '../read-json.ts';
import type { NamedLine } from '../ui/named-lines.tsx';
import { type ConfigField, isNumber, limitsOf } from './config-fields.ts';
import type { Drafts, FieldDraft, Row } from './field-draft.ts';

/** Why what was written is no value. */
export type ConfigFault =
  | {
      readonly kind: 'missing' | 'number' | 'whole' | 'tooSmall' | 'tooLarge' | 'json' | 'object' | 'twice' | 'unnamed';
      readonly limit?: number;
    }
  | { readonly kind: 'rule'; readonly reason: PluginFault };

/** With the JSON pointer of the setting, within its configuration. */
export type PlacedFault = readonly [pointer: string, fault: ConfigFault];

/** Without a value: left to the default, or none can be read. A text that breaks a rule is a value all the same. */
interface ReadField {
  readonly value?: Json;
  readonly faults: readonly PlacedFault[];
}

export interface ReadFields {
  readonly value: JsonObject;
  readonly faults: readonly PlacedFault[];
}

/** The values that were written, and why others are none. The hub checks every rule of the schema again. */
export function readFields(fields: readonly ConfigField[], drafts: Drafts, at = ''): ReadFields {
  const read = fields.map((field) => ({
    name: field.name,
    ...readField(field, drafts[field.name] ?? '', pointerTo(at, field.name)),
  }));
  const values = read.flatMap(({ name, value }): [string, Json][] => (value === undefined ? [] : [[name, value]]));
  return { value: Object.fromEntries(values), faults: read.flatMap(({ faults }) => faults) };
}

export function pointerTo(at: string, name: string | number): string {
  return `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function readField(field: ConfigField, draft: FieldDraft, at: string): ReadField {
  if (typeof draft === 'boolean') return { value: draft, faults: [] };
  if (typeof draft === 'string') return readText(field, draft, at);
  if ('drafts' in draft) return readFields(field.fields, draft.drafts, at);
  return 'rows' in draft ? readRows(field, draft.rows, at) : readRecord(field, draft.lines, at);
}

function readText(field: ConfigField, draft: string, at: string): ReadField {
  if (draft.trim() === '' && field.needed) return wrong(at, { kind: 'missing' });
  if (field.kind === 'list') {
    const lines = draft.split('\n').filter((line) => line.trim() !== '');
    return readItems(field.rule, lines, at);
  }
  if (draft.trim() === '' && field.fallback === undefined) return { faults: [] };
  return field.kind === 'json' ? readJsonText(draft, at) : readScalar(field.rule, draft, at);
}

function readScalar(rule: JsonObject, text: string, at: string): ReadField {
  if (!isNumber(rule)) {
    const value = text.trim();
    return { value, faults: brokenRule(rule, value, at) };
  }
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return wrong(at, { kind: 'number' });
  if (rule['type'] === 'integer' && !Number.isInteger(value)) return wrong(at, { kind: 'whole' });
  const { minimum, maximum } = limitsOf(rule);
  if (minimum !== undefined && value < minimum) return wrong(at, { kind: 'tooSmall', limit: minimum });
  if (maximum !== undefined && value > maximum) return wrong(at, { kind: 'tooLarge', limit: maximum });
  return { value, faults: [] };
}

/** Its lines are one field, so a fault of any is told there. */
function readItems(rule: JsonObject, lines: readonly string[], at: string): ReadField {
  const values: Json[] = [];
  const broken: PlacedFault[] = [];
  for (const line of lines) {
    const { value, faults } = readScalar(rule, line, at);
    if (value === undefined) return { faults };
    values.push(value);
    broken.push(...faults);
  }
  return { value: values, faults: broken.slice(0, 1) };
}

/** There may be more lines than a screen holds, so each tells its own fault, at the pointer of its name. */
function readRecord({ rule, names }: ConfigField, lines: readonly NamedLine[], at: string): ReadField {
  const read = lines.map(({ name, value }, index) => {
    const isTwice = lines.findIndex((line) => line.name.trim() === name.trim()) < index;
    const { faults, ...one } = readLine(rule, names, { name: name.trim(), value, isTwice }, at);
    return { ...one, faults: faults.map(([, fault]): PlacedFault => [pointerTo(at, name.trim()), fault]) };
  });
  const faults = read.flatMap((one) => one.faults);
  const values = read.flatMap(({ name, value }): [string, Json][] => (value === undefined ? [] : [[name, value]]));
  return values.length < lines.length ? { faults } : { value: Object.fromEntries(values), faults };
}

interface WrittenLine {
  readonly name: string;
  readonly value: string;
  readonly isTwice: boolean;
}

function readLine(rule: JsonObject, names: JsonObject, { name, value, isTwice }: WrittenLine, at: string) {
  if (name === '') return { name, ...wrong(at, { kind: 'unnamed' }) };
  if (isTwice) return { name, ...wrong(at, { kind: 'twice' }) };
  const read = readScalar(rule, value, at);
  return { ...read, name, faults: [...brokenRule(names, name, at), ...read.faults] };
}

function readRows({ fields }: ConfigField, rows: readonly Row[], at: string): ReadField {
  const read = rows.map(({ drafts }, index) => readFields(fields, drafts, pointerTo(at, index)));
  return { value: read.map(({ value }) => value), faults: read.flatMap(({ faults }) => faults) };
}

function readJsonText(text: string, at: string): ReadField {
  const read = readJson(text);
  return 'fault' in read ? wrong(at, { kind: 'json' }) : { value: read.value as Json, faults: [] };
}

/** A rule that JSON Schema has no words for. */
function brokenRule(rule: JsonObject, text: string, at: string): readonly PlacedFault[] {
  const reason = textFault(rule['x-rule'], text, at.slice(1).replaceAll('/', '.'));
  return reason === undefined ? [] : [[at, { kind: 'rule', reason }]];
}

function wrong(at: string, fault: ConfigFault): ReadField {
  return { faults: [[at, fault]] };
}
