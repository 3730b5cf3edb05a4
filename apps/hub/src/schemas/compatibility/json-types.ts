import { isNode, type JsonNode, listOf } from '../json-node.ts';
import type { Schema } from './written-out.ts';

export const allTypes = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const;

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** The values of a schema that lists them, or that admits only true, false and null. */
export function finiteValues(schema: JsonNode): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  if ('enum' in schema) return listOf(schema['enum']);
  const types = [schema['type']].flat();
  if (types[0] === undefined || !types.every((type) => type === 'boolean' || type === 'null')) return undefined;
  return types.flatMap((type) => (type === 'null' ? [null] : [true, false]));
}

/** The JSON types that a value of the schema may have; `integer` only where no other number may stand. */
export function typesOf(schema: Schema): readonly string[] {
  if (!isNode(schema)) return schema ? allTypes : [];
  const { type } = schema;
  if (type !== undefined) return [type].flat().map(String);
  const values = finiteValues(schema);
  return values === undefined ? allTypes : [...new Set(values.map(typeOfValue))];
}

export function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function admits(schema: Schema, type: 'object' | 'array' | 'string' | 'number'): boolean {
  const types = typesOf(schema);
  return types.includes(type) || (type === 'number' && types.includes('integer'));
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

export function typeWords(types: readonly string[]): string {
  if (types.length === 0) return 'nothing';
  if (allTypes.every((type) => types.includes(type))) return 'anything';
  return types.map((type) => names[type] ?? type).join(' or ');
}

/** Values as a person reads them, cut where there are many. */
export function valueWords(values: readonly unknown[]): string {
  const shown = values.slice(0, 8).map((value) => {
    const text = JSON.stringify(value) ?? 'nothing';
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  });
  const more = values.length > shown.length ? ` and ${values.length - shown.length} more` : '';
  return values.length === 1 ? `${shown[0]} only` : `one of ${shown.join(', ')}${more}`;
}
