import type { JsonNode } from '../json-node.ts';
import { admits, covers, finiteValues, typesOf, typeWords, valueWords } from './json-types.ts';
import type { Narrowing } from './narrowing.ts';

type Side = 'lower' | 'upper';

interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}

/** The number bound of one side, inclusive and exclusive keywords taken together. */
function numberBound(schema: JsonNode, side: Side): Bound | undefined {
  const [inclusive, exclusive] = side === 'lower' ? ['minimum', 'exclusiveMinimum'] : ['maximum', 'exclusiveMaximum'];
  const bounds: Bound[] = [];
  if (typeof schema[inclusive ?? ''] === 'number')
    bounds.push({ value: Number(schema[inclusive ?? '']), isExclusive: false });
  if (typeof schema[exclusive ?? ''] === 'number')
    bounds.push({ value: Number(schema[exclusive ?? '']), isExclusive: true });
  return bounds.reduce<Bound | undefined>(
    (tightest, each) => (isTighter(each, tightest, side) ? each : tightest),
    undefined,
  );
}

function isTighter(bound: Bound, than: Bound | undefined, side: Side): boolean {
  if (than === undefined) return true;
  if (bound.value === than.value) return bound.isExclusive && !than.isExclusive;
  return side === 'lower' ? bound.value > than.value : bound.value < than.value;
}

function boundWords(bound: Bound | undefined, side: Side): string {
  if (bound === undefined) return side === 'lower' ? 'without a minimum' : 'without a maximum';
  if (side === 'lower') return bound.isExclusive ? `more than ${bound.value}` : `at least ${bound.value}`;
  return bound.isExclusive ? `less than ${bound.value}` : `at most ${bound.value}`;
}

function narrowNumbers(a: JsonNode, b: JsonNode, path: string): Narrowing[] {
  const found: Narrowing[] = [];
  for (const side of ['lower', 'upper'] as const) {
    const [from, to] = [numberBound(a, side), numberBound(b, side)];
    if (to !== undefined && isTighter(to, from, side))
      found.push({ path, kind: 'bound_changed', was: boundWords(from, side), is: boundWords(to, side) });
  }
  const [from, to] = [a['multipleOf'], b['multipleOf']];
  if (typeof to !== 'number') return found;
  const isFiner = typeof from === 'number' ? Number.isInteger(from / to) : to === 1 && !typesOf(a).includes('number');
  if (isFiner) return found;
  const was = typeof from === 'number' ? `a multiple of ${from}` : 'any number';
  return [...found, { path, kind: 'rule_changed', was, is: `a multiple of ${to}` }];
}

const sizes = {
  string: { lower: 'minLength', upper: 'maxLength', unit: 'characters' },
  array: { lower: 'minItems', upper: 'maxItems', unit: 'elements' },
  object: { lower: 'minProperties', upper: 'maxProperties', unit: 'fields' },
} as const;

/** Texts, lists and objects: how long they may be. */
export function narrowSizes(a: JsonNode, b: JsonNode, path: string, type: keyof typeof sizes): Narrowing[] {
  const { unit, ...keywords } = sizes[type];
  return (['lower', 'upper'] as const).flatMap((side) => {
    const [from, to] = [a[keywords[side]], b[keywords[side]]];
    if (typeof to !== 'number' || (side === 'lower' && to === 0)) return [];
    if (typeof from === 'number' && (side === 'lower' ? from >= to : from <= to)) return [];
    const words = (size: unknown) =>
      typeof size === 'number'
        ? `${side === 'lower' ? 'at least' : 'at most'} ${size} ${unit} long`
        : `of any ${side === 'lower' ? 'smaller' : 'larger'} length`;
    return [{ path, kind: 'bound_changed' as const, was: words(from), is: words(to) }];
  });
}

function narrowTexts(a: JsonNode, b: JsonNode, path: string): Narrowing[] {
  const found = narrowSizes(a, b, path, 'string');
  const [from, to] = [a['pattern'], b['pattern']];
  if (typeof to !== 'string' || from === to) return found;
  const words = (pattern: unknown) => (typeof pattern === 'string' ? `of the pattern ${pattern}` : 'of any form');
  return [...found, { path, kind: 'pattern_changed', was: words(from), is: words(to) }];
}

function narrowTypes(a: JsonNode, b: JsonNode, path: string): Narrowing[] {
  const [from, to] = [typesOf(a), typesOf(b)];
  if (from.every((type) => covers(to, type))) return [];
  return [{ path, kind: 'type_changed', was: typeWords(from), is: typeWords(to) }];
}

function narrowValues(b: JsonNode, path: string): Narrowing[] {
  const values = 'const' in b || 'enum' in b ? finiteValues(b) : undefined;
  if (values === undefined) return [];
  return [{ path, kind: 'const' in b ? 'const_changed' : 'enum_changed', was: 'free', is: valueWords(values) }];
}

/** Types, values, numbers and texts. A rule about numbers matters only where `a` admits numbers. */
export function narrowScalars(a: JsonNode, b: JsonNode, path: string): readonly Narrowing[] {
  const found = narrowTypes(a, b, path);
  const isShared = (type: 'string' | 'number') => admits(a, type) && admits(b, type);
  return [
    ...found,
    ...(found.length === 0 ? narrowValues(b, path) : []),
    ...(isShared('number') ? narrowNumbers(a, b, path) : []),
    ...(isShared('string') ? narrowTexts(a, b, path) : []),
  ];
}
