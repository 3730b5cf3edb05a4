import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { Wording } from '@activity-hub/contracts/plugin/manifest';
import { objectOf } from './object-of.ts';
import { wordingOf } from './wording-of.ts';

/** What a field is written in. `json` is whatever no other fits. */
export type FieldKind = 'text' | 'number' | 'switch' | 'choice' | 'list' | 'record' | 'group' | 'rows' | 'json';

export interface ConfigField {
  readonly name: string;
  readonly kind: FieldKind;
  /** The name where it has no other. */
  readonly title: Wording;
  readonly description: Wording | undefined;
  /** Of the value; of its items where it is a list or a record. */
  readonly rule: JsonObject;
  /** Of the names of a record. */
  readonly names: JsonObject;
  readonly choices: readonly string[];
  /** Of a group; of each item of rows. */
  readonly fields: readonly ConfigField[];
  readonly fallback: Json | undefined;
  /** Not shown while it is written, nor ever again. */
  readonly secret: boolean;
  /** Nothing works without it, also where the schema lets it be left out. */
  readonly needed: boolean;
}

const numbers: readonly unknown[] = ['number', 'integer'];

/** The fields of a configuration, in the order of its JSON Schema. */
export function fieldsOf(schema: JsonObject): readonly ConfigField[] {
  const required = schema['required'];
  return Object.entries(objectOf(schema['properties'])).map(([name, value]) => {
    const own = objectOf(value);
    const needed = own['needed'] === true || (Array.isArray(required) && required.includes(name));
    const kind = kindOf(own, needed);
    const rule = ruleOf(kind, own);
    return {
      name,
      kind,
      title: wordingOf(own, 'title') ?? { en: name, ru: name },
      description: wordingOf(own, 'description'),
      rule,
      names: objectOf(own['propertyNames']),
      choices: kind === 'choice' && Array.isArray(own['enum']) ? own['enum'].map(String) : [],
      fields: kind === 'group' || kind === 'rows' ? fieldsOf(rule) : [],
      fallback: own['default'],
      secret: own['secret'] === true,
      needed,
    };
  });
}

/** A configuration with what it leaves to the defaults, in the order of its fields. */
export function withDefaults(fields: readonly ConfigField[], config: JsonObject): JsonObject {
  const known = fields.flatMap((field): [string, Json][] => {
    const given = config[field.name] === undefined ? field.fallback : config[field.name];
    return given === undefined ? [] : [[field.name, filledIn(field, given)]];
  });
  return { ...Object.fromEntries(known), ...unknownSettings(fields, config) };
}

/** What has to be sent: a default that is left out may become better with the plugin. */
export function withoutDefaults(fields: readonly ConfigField[], config: JsonObject): JsonObject {
  const told = fields.flatMap((field): [string, Json][] => {
    const value = config[field.name];
    if (value === undefined) return [];
    if (field.fallback !== undefined && isSame(value, filledIn(field, field.fallback))) return [];
    return [[field.name, field.kind === 'group' ? withoutDefaults(field.fields, objectOf(value)) : value]];
  });
  return { ...Object.fromEntries(told), ...unknownSettings(fields, config) };
}

/** What no field shows: only the text does. */
export function unknownSettings(fields: readonly ConfigField[], config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !fields.some((field) => field.name === name)));
}

function filledIn({ kind, fields }: ConfigField, value: Json): Json {
  if (kind === 'group') return withDefaults(fields, objectOf(value));
  if (kind === 'rows' && Array.isArray(value)) return value.map((item) => withDefaults(fields, objectOf(item)));
  return value;
}

function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function isNumber(rule: JsonObject): boolean {
  return numbers.includes(rule['type']);
}

export function limitsOf(rule: JsonObject): { readonly minimum?: number; readonly maximum?: number } {
  const { minimum, maximum } = rule;
  return {
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? { maximum } : {}),
  };
}

function kindOf(own: JsonObject, needed: boolean): FieldKind {
  if (Array.isArray(own['enum']) && own['enum'].every((one) => typeof one === 'string')) return 'choice';
  if (own['type'] === 'boolean') return 'switch';
  if (own['type'] === 'string') return 'text';
  if (isNumber(own)) return 'number';
  if (own['type'] === 'array') return kindOfArray(objectOf(own['items']));
  if (own['type'] !== 'object') return 'json';
  // Fields of an object that may be absent would make it be there.
  if (hasFixedSettings(own)) return needed || own['default'] !== undefined ? 'group' : 'json';
  return own['properties'] === undefined && isScalar(objectOf(own['additionalProperties'])) ? 'record' : 'json';
}

function kindOfArray(items: JsonObject): FieldKind {
  if (isScalar(items)) return 'list';
  return hasFixedSettings(items) ? 'rows' : 'json';
}

function ruleOf(kind: FieldKind, own: JsonObject): JsonObject {
  if (kind === 'list' || kind === 'rows') return objectOf(own['items']);
  return kind === 'record' ? objectOf(own['additionalProperties']) : own;
}

/** What an object holds beside its settings would be lost in a form. */
function hasFixedSettings(own: JsonObject): boolean {
  const others = own['additionalProperties'] ?? false;
  return own['type'] === 'object' && own['properties'] !== undefined && others === false;
}

function isScalar(rule: JsonObject): boolean {
  return rule['type'] === 'string' || isNumber(rule);
}
