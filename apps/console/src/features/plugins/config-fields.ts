import type { Json, JsonObject } from '@activity-hub/contracts/event';

/** What a field is written in. `json` is whatever no other fits. */
export type FieldKind = 'text' | 'number' | 'switch' | 'choice' | 'list' | 'record' | 'json';

export interface ConfigField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly description: string | undefined;
  /** Of the value; of its items where it is a list or a record. */
  readonly rule: JsonObject;
  readonly choices: readonly string[];
  readonly fallback: Json | undefined;
}

/** One line of a record: a name and its value, as text until it is sent. */
export interface RecordLine {
  /** Keeps its place while its name is being written. */
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

export type FieldDraft = string | boolean | readonly RecordLine[];
export type FieldFault = 'number' | 'whole' | 'tooSmall' | 'tooLarge' | 'json' | 'twice' | 'unnamed';
export type ReadField = { readonly value: Json } | { readonly fault: FieldFault };

const numbers: readonly unknown[] = ['number', 'integer'];

/** The fields of a configuration, in the order of its JSON Schema. */
export function fieldsOf(schema: JsonObject): readonly ConfigField[] {
  return Object.entries(objectOf(schema['properties'])).map(([name, value]) => {
    const own = objectOf(value);
    const kind = kindOf(own);
    return {
      name,
      kind,
      description: typeof own['description'] === 'string' ? own['description'] : undefined,
      rule: kind === 'list' ? objectOf(own['items']) : kind === 'record' ? objectOf(own['additionalProperties']) : own,
      choices: kind === 'choice' && Array.isArray(own['enum']) ? own['enum'].map(String) : [],
      fallback: own['default'],
    };
  });
}

/** A configuration with what it leaves to the defaults. */
export function withDefaults(fields: readonly ConfigField[], config: JsonObject): JsonObject {
  const defaults = fields.flatMap(({ name, fallback }): [string, Json][] =>
    fallback === undefined ? [] : [[name, fallback]],
  );
  return { ...Object.fromEntries(defaults), ...config };
}

export function draftOf(field: ConfigField, given: Json | undefined): FieldDraft {
  switch (field.kind) {
    case 'switch':
      return given === true;
    case 'list':
      return Array.isArray(given) ? given.map(textOf).join('\n') : '';
    case 'record':
      return Object.entries(objectOf(given)).map(([name, one], id) => ({ id, name, value: textOf(one) }));
    case 'json':
      return JSON.stringify(given ?? null, null, 2);
    default:
      return given === undefined || given === null ? '' : textOf(given);
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value that was written, or why it is none. The hub checks every rule of the schema again. */
export function readField(field: ConfigField, draft: FieldDraft): ReadField {
  if (typeof draft === 'boolean') return { value: draft };
  if (typeof draft !== 'string') return readRecord(field, draft);
  switch (field.kind) {
    case 'list':
      return readItems(
        field.rule,
        draft.split('\n').filter((line) => line.trim() !== ''),
      );
    case 'json':
      return readJsonText(draft);
    default:
      return readScalar(field.rule, draft);
  }
}

function kindOf(own: JsonObject): FieldKind {
  if (Array.isArray(own['enum']) && own['enum'].every((one) => typeof one === 'string')) return 'choice';
  if (own['type'] === 'boolean') return 'switch';
  if (own['type'] === 'string') return 'text';
  if (numbers.includes(own['type'])) return 'number';
  if (own['type'] === 'array' && isScalar(objectOf(own['items']))) return 'list';
  if (own['type'] === 'object' && own['properties'] === undefined && isScalar(objectOf(own['additionalProperties'])))
    return 'record';
  return 'json';
}

function isScalar(rule: JsonObject): boolean {
  return rule['type'] === 'string' || numbers.includes(rule['type']);
}

function readScalar(rule: JsonObject, text: string): ReadField {
  if (!numbers.includes(rule['type'])) return { value: text.trim() };
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return { fault: 'number' };
  if (rule['type'] === 'integer' && !Number.isInteger(value)) return { fault: 'whole' };
  const { minimum, maximum } = limitsOf(rule);
  if (minimum !== undefined && value < minimum) return { fault: 'tooSmall' };
  if (maximum !== undefined && value > maximum) return { fault: 'tooLarge' };
  return { value };
}

export function limitsOf(rule: JsonObject): { readonly minimum?: number; readonly maximum?: number } {
  const { minimum, maximum } = rule;
  return {
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? { maximum } : {}),
  };
}

function readItems(rule: JsonObject, lines: readonly string[]): ReadField {
  const values: Json[] = [];
  for (const line of lines) {
    const read = readScalar(rule, line);
    if ('fault' in read) return read;
    values.push(read.value);
  }
  return { value: values };
}

function readRecord(field: ConfigField, lines: readonly RecordLine[]): ReadField {
  const values = new Map<string, Json>();
  for (const line of lines) {
    const name = line.name.trim();
    if (name === '') return { fault: 'unnamed' };
    if (values.has(name)) return { fault: 'twice' };
    const read = readScalar(field.rule, line.value);
    if ('fault' in read) return read;
    values.set(name, read.value);
  }
  return { value: Object.fromEntries(values) };
}

function readJsonText(text: string): ReadField {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { fault: 'json' };
  }
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
