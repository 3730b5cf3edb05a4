import type { Json, JsonObject } from '@activity-hub/contracts/event';
import { nextId } from '../next-id.ts';
import type { NamedLine } from '../ui/named-lines.tsx';
import { type ConfigField, withDefaults } from './config-fields.ts';
import { objectOf } from './object-of.ts';

export interface Row {
  readonly id: number;
  readonly drafts: Drafts;
}

/** What stands in a field while somebody writes: text, a switch, lines of a record, rows, or fields of its own. */
export type FieldDraft =
  | string
  | boolean
  | { readonly lines: readonly NamedLine[] }
  | { readonly rows: readonly Row[] }
  | { readonly drafts: Drafts };

/** By the name of the setting. */
export interface Drafts {
  readonly [name: string]: FieldDraft;
}

/** @param config with its defaults */
export function draftsOf(fields: readonly ConfigField[], config: JsonObject): Drafts {
  return Object.fromEntries(fields.map((field) => [field.name, draftOf(field, config[field.name])]));
}

/** By name, as people look for one: the database keeps names by their length. */
function linesOf(record: JsonObject): readonly NamedLine[] {
  const named = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.map(([name, one], id) => ({ id, name, value: textOf(one) }));
}

export function draftOf(field: ConfigField, given: Json | undefined): FieldDraft {
  switch (field.kind) {
    case 'switch':
      return given === true;
    case 'list':
      return Array.isArray(given) ? given.map(textOf).join('\n') : '';
    case 'record':
      return { lines: linesOf(objectOf(given)) };
    case 'group':
      return { drafts: draftsOf(field.fields, objectOf(given)) };
    case 'rows': {
      const items = Array.isArray(given) ? given : [];
      return { rows: items.map((item, id) => ({ id, drafts: draftsOf(field.fields, objectOf(item)) })) };
    }
    case 'json':
      return given === undefined ? '' : JSON.stringify(given, null, 2);
    default:
      return given === undefined || given === null ? '' : textOf(given);
  }
}

/** An item more, as it is without a word. */
export function newRow({ fields }: ConfigField, rows: readonly Row[]): Row {
  return { id: nextId(rows), drafts: draftsOf(fields, withDefaults(fields, {})) };
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
