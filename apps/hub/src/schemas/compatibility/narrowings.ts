import { compileForeignSchema } from '../compile-schema.ts';
import { isSameJson, type JsonNode, listOf, memberOf, nodeOf } from '../json-node.ts';
import { joinedSchema, joinTwo } from './joined-schema.ts';
import { admits, covers, finiteValues, typesOf, typeWords, valueWords } from './json-types.ts';
import { narrowArrays, narrowObjects } from './narrow-containers.ts';
import { narrowScalars } from './narrow-scalars.ts';
import type { Narrowing } from './narrowing.ts';
import { NotJudged, type Schema } from './written-out.ts';

/** Comparisons of two schemas at most: alternatives are compared each with each, level by level. */
const maxSteps = 50_000;

/** Rules that are the same on both sides say nothing; where they differ, nobody can say what follows. */
const opaque = ['not', 'if', 'then', 'else', 'contains', 'minContains', 'maxContains', 'propertyNames'];
const opaqueToo = ['dependentRequired', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems', 'allOf'];
const unjudged = [...opaque, ...opaqueToo];

function without(schema: JsonNode, ...keywords: readonly string[]): JsonNode {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

/** The alternatives of a schema, each with everything that stands beside them. */
function branchesOf(schema: JsonNode): readonly Schema[] | undefined {
  const keyword = 'anyOf' in schema ? 'anyOf' : 'oneOf';
  if (!(keyword in schema)) return undefined;
  const beside = without(schema, keyword);
  return listOf(schema[keyword]).map((branch) => {
    const joined = joinTwo(joinedSchema(beside), joinedSchema(branch as Schema));
    return joined ?? { ...beside, allOf: [...listOf(beside['allOf']), branch] };
  });
}

/** Whether no value fits both: by their types, or by a required field that tells them apart. */
function areDisjoint(a: Schema, b: Schema): boolean {
  const [left, right] = [typesOf(joinedSchema(a)), typesOf(joinedSchema(b))];
  if (!left.some((type) => covers(right, type)) && !right.some((type) => covers(left, type))) return true;
  const shared = listOf(nodeOf(a)['required']).filter((name) => listOf(nodeOf(b)['required']).includes(name));
  if (left.join() !== 'object' || right.join() !== 'object') return false;
  return shared.some((name) => {
    const values = [a, b].map((side) =>
      finiteValues(nodeOf(memberOf(nodeOf(nodeOf(side)['properties']), String(name)))),
    );
    return (
      values[0] !== undefined &&
      values[1]?.every((value) => !values[0]?.some((other) => isSameJson(other, value))) === true
    );
  });
}

function isExclusive(branches: readonly Schema[]): boolean {
  return branches.length <= 64 && branches.every((a, at) => branches.slice(at + 1).every((b) => areDisjoint(a, b)));
}

function notJudged(path: string, what: string): Narrowing {
  return { path, kind: 'unknown', was: 'ruled otherwise', is: `ruled by ${what}, whose effect cannot be judged` };
}

/** Listed values are tried one by one, which is exact whatever the other schema says. */
function narrowListed(values: readonly unknown[], b: JsonNode, path: string): readonly Narrowing[] {
  const fits = compileForeignSchema(b);
  const lost = values.filter((value) => !fits(value));
  if (lost.length === 0) return [];
  const allowed = finiteValues(b);
  const is = allowed === undefined ? typeWords(typesOf(b)) : valueWords(allowed);
  return [{ path, kind: 'const' in b ? 'const_changed' : 'enum_changed', was: valueWords(values), is }];
}

/**
 * Why a value of `a` may not fit `b`: empty when every value that producers of `a` send does. Errs on the side
 * of naming a reason, except for one leniency: a field that `a` does not name is taken to be absent.
 * @throws NotJudged when the schemas are too entangled
 */
export function narrowings(a: Schema, b: Schema): readonly Narrowing[] {
  let steps = 0;

  function narrow(left: Schema, right: Schema, path: string): readonly Narrowing[] {
    steps++;
    if (steps > maxSteps) throw new NotJudged('The schemas have too many alternatives.');
    const [from, to] = [joinedSchema(left), joinedSchema(right)];
    if (to === true || from === false || from === to || isSameJson(from, to)) return [];
    if (to === false) return [{ path, kind: 'type_changed', was: typeWords(typesOf(from)), is: 'not allowed' }];
    return narrowNodes(from === true ? {} : from, to, path);
  }

  function narrowNodes(a: JsonNode, b: JsonNode, path: string): readonly Narrowing[] {
    const listed = 'const' in a || 'enum' in a || typesOf(a).every((type) => type === 'boolean' || type === 'null');
    const values = listed ? finiteValues(a) : undefined;
    if (values !== undefined) {
      steps += 50 + JSON.stringify(b).length / 20;
      return narrowListed(values, b, path);
    }
    // What both demand in the same words narrows nothing.
    const same = ['anyOf', 'oneOf', 'not', 'allOf'].filter(
      (word) => word in a && word in b && isSameJson(a[word], b[word]),
    );
    if (same.length > 0) return narrow(without(a, ...same), without(b, ...same), path);
    const branches = branchesOf(a);
    if (branches !== undefined) return branches.flatMap((branch) => narrow(branch, b, path));
    if ('anyOf' in b || 'oneOf' in b) return narrowIntoBranches(a, b, path);
    return narrowPlain(a, b, path);
  }

  function narrowIntoBranches(a: JsonNode, b: JsonNode, path: string): readonly Narrowing[] {
    const keyword = 'anyOf' in b ? 'anyOf' : 'oneOf';
    const branches = listOf(b[keyword]) as readonly Schema[];
    const beside = narrow(a, without(b, keyword), path);
    if (keyword === 'oneOf' && !isExclusive(branches))
      return [...beside, notJudged(path, 'alternatives that exclude one another')];
    const takes = (part: JsonNode) => branches.some((branch) => narrow(part, branch, path).length === 0);
    const parts = typesOf(a).map((type) => ({ ...a, type }));
    if (takes(a) || (parts.length > 1 && parts.every(takes))) return beside;
    const is = `one of ${branches.length} forms (${branches
      .map((branch) => typeWords(typesOf(joinedSchema(branch))))
      .slice(0, 6)
      .join('; ')})`;
    return [...beside, { path, kind: 'alternatives_changed', was: typeWords(typesOf(a)), is }];
  }

  function narrowPlain(a: JsonNode, b: JsonNode, path: string): readonly Narrowing[] {
    const isShared = (type: 'object' | 'array') => admits(a, type) && admits(b, type);
    const hidden = unjudged.filter((word) => word in b && !isSameJson(a[word], b[word]));
    // What `unevaluated` means depends on everything around it, which differs here.
    const around = ['unevaluatedProperties', 'unevaluatedItems'].filter((word) => word in b && !hidden.includes(word));
    return [
      ...narrowScalars(a, b, path),
      ...(isShared('object') ? narrowObjects(a, b, path, narrow) : []),
      ...(isShared('array') ? narrowArrays(a, b, path, narrow) : []),
      ...[...hidden, ...around].map((word) => notJudged(path, `"${word}"`)),
    ];
  }

  return narrow(a, b, '');
}
