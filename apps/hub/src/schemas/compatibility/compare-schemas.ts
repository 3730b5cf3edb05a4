import type { BrokenPromise, CompatibilityMode, SchemaChange } from '@activity-hub/contracts/schema/compatibility';
import { pointerSegment } from '../../ingest/fault.ts';
import { isNode, isSameJson, type JsonNode, memberOf, nodeOf } from '../json-node.ts';
import type { Narrowing } from './narrowing.ts';
import { narrowings } from './narrowings.ts';
import { NotJudged, writtenOut } from './written-out.ts';

/** More say no more to a person. */
const maxChanges = 200;

/** How the two schemas are called in the words: `1.2.0` and `1.3.0`. */
export interface ComparedNames {
  readonly from: string;
  readonly to: string;
}

export interface ComparedSchemas {
  readonly backward: boolean;
  readonly forward: boolean;
  readonly changes: readonly SchemaChange[];
}

interface Difference extends Narrowing {
  readonly breaks: BrokenPromise;
}

/** `required_added` seen from the other side is `required_removed`. */
const mirrored: Partial<Record<SchemaChange['kind'], SchemaChange['kind']>> = {
  required_added: 'required_removed',
  field_removed: 'field_added',
};

function turned(narrowing: Narrowing): Narrowing {
  const { path, kind, was, is } = narrowing;
  return { path, kind: mirrored[kind] ?? kind, was: is, is: was };
}

function judged(older: JsonNode, newer: JsonNode): readonly Narrowing[] {
  try {
    return narrowings(writtenOut(older), writtenOut(newer));
  } catch (failure) {
    if (!(failure instanceof NotJudged)) throw failure;
    return [{ path: '', kind: 'unknown', was: 'ruled otherwise', is: `not to be judged: ${failure.message}` }];
  }
}

/** Fields that come or go without breaking anything; formats are notes only, in JSON Schema 2020-12 as here. */
function notes(older: unknown, newer: unknown, path: string): readonly Narrowing[] {
  const [a, b] = [nodeOf(older), nodeOf(newer)];
  const format: readonly Narrowing[] = isSameJson(a['format'], b['format'])
    ? []
    : [{ path, kind: 'format_changed', was: formatWords(a), is: formatWords(b) }];
  const [from, to] = [nodeOf(a['properties']), nodeOf(b['properties'])];
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((name): readonly Narrowing[] => {
    const place = path + pointerSegment(name);
    const [left, right] = [memberOf(from, name), memberOf(to, name)];
    if (left === undefined)
      return [{ path: place, kind: 'field_added', was: 'not described', is: 'an optional field' }];
    if (right === undefined)
      return [{ path: place, kind: 'field_removed', was: 'a described field', is: 'not described' }];
    return notes(left, right, place);
  });
  const elements = isNode(a['items']) && isNode(b['items']) ? notes(a['items'], b['items'], `${path}/*`) : [];
  return [...format, ...fields, ...elements];
}

function formatWords(schema: JsonNode): string {
  return typeof schema['format'] === 'string' ? `noted as ${schema['format']}` : 'without a format';
}

function keyOf({ path, kind, was, is }: Narrowing): string {
  return JSON.stringify([path, kind, was, is]);
}

function differencesOf(older: JsonNode, newer: JsonNode): readonly Difference[] {
  const found = new Map<string, Difference>();
  for (const each of judged(older, newer)) found.set(keyOf(each), { ...each, breaks: 'backward' });
  for (const each of judged(newer, older).map(turned)) {
    const isKnown = found.has(keyOf(each));
    found.set(keyOf(each), { ...each, breaks: isKnown ? 'both' : 'forward' });
  }
  const places = new Set([...found.values()].map(({ path }) => path));
  const quiet = notes(older, newer, '').filter(({ path }) => !places.has(path));
  return [...joined([...found.values()]), ...quiet.map((each) => ({ ...each, breaks: 'none' as const }))];
}

/** A number that becomes a text breaks both ways, and each way tells it in the same words: one change. */
function joined(differences: readonly Difference[]): readonly Difference[] {
  const types = new Map<string, Difference>();
  for (const each of differences) {
    const key = `${each.kind}\0${each.path}`;
    const other = types.get(key);
    const isPair =
      other !== undefined &&
      other.breaks !== each.breaks &&
      (each.kind === 'unknown' || each.kind === 'alternatives_changed');
    if (isPair) types.set(key, { ...other, is: each.kind === 'unknown' ? other.is : each.is, breaks: 'both' });
    else types.set(other === undefined ? key : `${key}\0${keyOf(each)}`, each);
  }
  return [...types.values()];
}

function consequence(breaks: BrokenPromise, names: ComparedNames): string {
  const backward = `events of ${names.from} would be refused`;
  const forward = `readers of ${names.from} would not understand events of ${names.to}`;
  if (breaks === 'none') return '';
  if (breaks === 'both') return `: ${backward}, and ${forward}`;
  return `: ${breaks === 'backward' ? backward : forward}`;
}

function placeWords(path: string): string {
  if (path === '') return 'The payload';
  if (!path.endsWith('/*')) return path;
  return path === '/*' ? 'Any other field' : `Any other field or element of ${path.slice(0, -2)}`;
}

function changeOf({ breaks, path, kind, was, is }: Difference, names: ComparedNames): SchemaChange {
  const words = `${placeWords(path)} was ${was} and is now ${is}${consequence(breaks, names)}.`;
  return { path, kind, words, breaks };
}

/**
 * What changed between two schemas and which promise each change breaks. Pure. A change that cannot be judged
 * counts as breaking; adding an optional field to an open object does not (confluentinc/schema-registry#1458).
 */
export function compareSchemas(older: JsonNode, newer: JsonNode, names: ComparedNames): ComparedSchemas {
  const differences = differencesOf(older, newer);
  const isKept = (promise: 'backward' | 'forward') =>
    differences.every(({ breaks }) => breaks !== promise && breaks !== 'both');
  const sorted = [...differences].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const breaking = sorted.filter(({ breaks }) => breaks !== 'none');
  const shown = [...breaking, ...sorted.filter(({ breaks }) => breaks === 'none')].slice(0, maxChanges);
  return {
    backward: isKept('backward'),
    forward: isKept('forward'),
    changes: shown.map((each) => changeOf(each, names)),
  };
}

/** The changes that the mode forbids. */
export function forbiddenChanges(changes: readonly SchemaChange[], mode: CompatibilityMode): readonly SchemaChange[] {
  if (mode === 'none') return [];
  return changes.filter(({ breaks }) => breaks !== 'none' && (mode === 'full' || breaks === 'both' || breaks === mode));
}
