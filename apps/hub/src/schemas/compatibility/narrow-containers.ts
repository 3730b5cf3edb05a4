import { pointerSegment } from '../../ingest/fault.ts';
import { isSameJson, type JsonNode, listOf, memberOf, nodeOf } from '../json-node.ts';
import { linearPattern } from '../linear-pattern.ts';
import { narrowSizes } from './narrow-scalars.ts';
import type { Narrow, Narrowing } from './narrowing.ts';
import type { Schema } from './written-out.ts';

function isPatternOf(pattern: string, name: string): boolean {
  const made = linearPattern(pattern);
  return typeof made !== 'string' && made.test(name);
}

/** What the schema says about a field that it does not name. */
function unnamed(schema: JsonNode, name: string): readonly Schema[] {
  const patterns = Object.entries(nodeOf(schema['patternProperties'])).filter(([pattern]) =>
    isPatternOf(pattern, name),
  );
  if (patterns.length > 0) return patterns.map(([, each]) => each as Schema);
  const { additionalProperties } = schema;
  return [additionalProperties === undefined ? true : (additionalProperties as Schema)];
}

/** Whether fields may be described in a part of the schema that is not looked into. */
function mayHide(schema: JsonNode): boolean {
  return ['allOf', 'if', 'dependentSchemas', 'not'].some((word) => word in schema);
}

function narrowField(a: JsonNode, b: JsonNode, name: string, path: string, narrow: Narrow): readonly Narrowing[] {
  const place = path + pointerSegment(name);
  const from = memberOf(nodeOf(a['properties']), name) as Schema | undefined;
  const to = memberOf(nodeOf(b['properties']), name) as Schema | undefined;
  if (from !== undefined && to === undefined) {
    // Removed: the field is then one of the others.
    return unnamed(b, name).flatMap((rule) =>
      rule === false && from !== false
        ? [{ path: place, kind: 'field_removed' as const, was: 'allowed', is: 'not allowed' }]
        : narrow(from, rule, place),
    );
  }
  if (from === undefined && to !== undefined) {
    if (mayHide(a)) return [{ path: place, kind: 'unknown', was: 'ruled by a combination of schemas', is: 'ruled' }];
    // Added. An open object may already carry something under this name, but a producer that never sent the
    // field does not: open models would otherwise forbid every new optional field.
    return unnamed(a, name).flatMap((rule) => (rule === true ? [] : narrow(rule, to, place)));
  }
  return from === undefined || to === undefined ? [] : narrow(from, to, place);
}

function narrowRequired(a: JsonNode, b: JsonNode, path: string): readonly Narrowing[] {
  const from = listOf(a['required']).map(String);
  const added = listOf(b['required'])
    .map(String)
    .filter((name) => !from.includes(name));
  return added.map((name) => {
    const isKnown = memberOf(nodeOf(a['properties']), name) !== undefined;
    const place = path + pointerSegment(name);
    return { path: place, kind: 'required_added', was: isKnown ? 'optional' : 'unknown', is: 'required' };
  });
}

function narrowOthers(a: JsonNode, b: JsonNode, path: string, narrow: Narrow): readonly Narrowing[] {
  const from = (a['additionalProperties'] ?? true) as Schema;
  const to = (b['additionalProperties'] ?? true) as Schema;
  const place = `${path}/*`;
  const closed: readonly Narrowing[] =
    to === false && from !== false ? [{ path: place, kind: 'additional_changed', was: 'kept', is: 'refused' }] : [];
  return [...(closed.length > 0 ? closed : narrow(from, to, place)), ...narrowPatterns(a, b, path, narrow)];
}

function narrowPatterns(a: JsonNode, b: JsonNode, path: string, narrow: Narrow): readonly Narrowing[] {
  const [from, to] = [nodeOf(a['patternProperties']), nodeOf(b['patternProperties'])];
  const others = (b['additionalProperties'] ?? true) as Schema;
  const place = `${path}/*`;
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((pattern) => {
    const [left, right] = [memberOf(from, pattern) as Schema | undefined, memberOf(to, pattern) as Schema | undefined];
    if (left !== undefined) return narrow(left, right ?? others, place);
    if (right === true || right === undefined || a['additionalProperties'] === false) return [];
    return [
      { path: place, kind: 'rule_changed' as const, was: 'free', is: `ruled for names of the pattern ${pattern}` },
    ];
  });
}

export function narrowObjects(a: JsonNode, b: JsonNode, path: string, narrow: Narrow): readonly Narrowing[] {
  const names = [...new Set([...Object.keys(nodeOf(a['properties'])), ...Object.keys(nodeOf(b['properties']))])];
  return [
    ...narrowRequired(a, b, path),
    ...names.flatMap((name) => narrowField(a, b, name, path, narrow)),
    ...narrowOthers(a, b, path, narrow),
    ...narrowSizes(a, b, path, 'object'),
  ];
}

function elementAt(schema: JsonNode, at: number): Schema {
  return (listOf(schema['prefixItems'])[at] ?? schema['items'] ?? true) as Schema;
}

export function narrowArrays(a: JsonNode, b: JsonNode, path: string, narrow: Narrow): readonly Narrowing[] {
  const longest = typeof a['maxItems'] === 'number' ? a['maxItems'] : Number.POSITIVE_INFINITY;
  const named = Math.max(listOf(a['prefixItems']).length, listOf(b['prefixItems']).length);
  const found: Narrowing[] = narrowSizes(a, b, path, 'array');
  for (let at = 0; at < Math.min(named, longest); at++) {
    const [from, to] = [elementAt(a, at), elementAt(b, at)];
    if (!isSameJson(from, to)) found.push(...narrow(from, to, `${path}/${at}`));
  }
  if (named < longest) {
    const [from, to] = [(a['items'] ?? true) as Schema, (b['items'] ?? true) as Schema];
    if (from !== false && to === false)
      found.push({ path: `${path}/*`, kind: 'items_changed', was: 'allowed', is: 'not allowed' });
    else found.push(...narrow(from, to, `${path}/*`));
  }
  if (b['uniqueItems'] === true && a['uniqueItems'] !== true)
    found.push({ path, kind: 'rule_changed', was: 'free to repeat elements', is: 'without equal elements' });
  return found;
}
