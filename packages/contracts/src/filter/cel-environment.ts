import {
  type CelEnv,
  type CelList,
  CelScalar,
  type CelValue,
  celEnv,
  celFunc,
  celList,
  celMethod,
  isCelError,
  listType,
} from '@bufbuild/cel';
import { codePoints } from './code-points.ts';
import { matchesPattern } from './matches-pattern.ts';
import { regexSize } from './regex-size.ts';
import { boundedRange, charged, chargedWhole, chargedZone, isWhole, proceed, spend } from './work-budget.ts';

/** Calls that guard-expression.ts puts into the tree. `@` cannot be written in an expression. */
export const BOUNDED_RANGE = '@bounded_range';
export const CHARGED = '@charged';
export const PROCEED = '@proceed';
export const CHARGED_ZONE = '@charged_zone';

const { BOOL, BYTES, DYN, INT, STRING } = CelScalar;
const LIST = listType(DYN);
const standard = celEnv();

/** Standard CEL in which everything that can grow or take long pays for it. */
export const environment: CelEnv = celEnv({
  funcs: [
    celFunc(BOUNDED_RANGE, [DYN], DYN, boundedRange),
    celFunc(CHARGED, [DYN], DYN, charged),
    celFunc(PROCEED, [DYN], DYN, proceed),
    celFunc(CHARGED_ZONE, [STRING], STRING, chargedZone),
    celFunc('_==_', [DYN, DYN], BOOL, paidEquality),
    celFunc('_!=_', [DYN, DYN], BOOL, (left, right) => !paidEquality(left, right)),
    celFunc('@in', [DYN, LIST], BOOL, (value, list) => {
      if (isWhole(value)) chargedWhole(list);
      return isTrue('@in', [value, list]);
    }),
    celFunc('size', [STRING], INT, paidSize),
    celMethod('size', STRING, [], INT, function (): bigint {
      return paidSize(this);
    }),
    celFunc('_+_', [STRING, STRING], STRING, (left, right) => {
      spend(left.length + right.length);
      return left + right;
    }),
    celFunc('_+_', [BYTES, BYTES], BYTES, (left, right) => {
      spend(left.length + right.length);
      return Uint8Array.from([...left, ...right]);
    }),
    celFunc('_+_', [LIST, LIST], LIST, (left, right) => {
      spend(right.size);
      return joined(left, right);
    }),
    celMethod('contains', STRING, [STRING], BOOL, function (part): boolean {
      spend(searchUnits(this, part));
      return this.includes(part);
    }),
    celMethod('matches', STRING, [STRING], BOOL, function (pattern): boolean {
      spend(regexUnits(this, pattern));
      return matchesPattern(this, pattern);
    }),
  ],
});

/**
 * Searching is quadratic for a bad pair of texts, and both may come out of the payload: 64,000 characters in 190,000
 * took five seconds.
 */
function searchUnits(text: string, part: string): number {
  return text.length * Math.ceil(part.length / 32);
}

/**
 * Reading a pattern takes at least 17 microseconds, 300 for a Unicode class whose case does not matter. It is paid for at
 * every call, though most find the pattern read: an answer must not depend on what was asked before.
 */
function regexUnits(text: string, pattern: string): number {
  const size = regexSize(pattern);
  const unicodeClasses = pattern.split(/\\p/i).length - 1;
  return 300 + 20 * size + 2_000 * unicodeClasses + text.length * size;
}

function paidSize(text: string): bigint {
  spend(text.length);
  return BigInt(codePoints(text));
}

const elements = new WeakMap<CelList, CelValue[]>();

/**
 * `map` and `filter` add one element in every turn. The library would nest as many lists as there are elements, and
 * walking through them would take quadratic time (a chain of 15 maps over 1,000 elements: 1.8 s instead of 0.1).
 */
function joined(left: CelList, right: CelList): CelList {
  const both = (elements.get(left) ?? [...left]).concat([...right]);
  const list = celList(both);
  elements.set(list, both);
  return list;
}

/** Asks the function of standard CEL that stands behind one of ours. */
function isTrue(name: string, args: CelValue[]): boolean {
  const answer: unknown = standard.funcs.find(name)?.call(0, undefined, args);
  if (isCelError(answer)) throw new Error(answer.message);
  return answer === true;
}

function paidEquality(left: CelValue, right: CelValue): boolean {
  if (isWhole(left) && isWhole(right)) chargedWhole(left);
  return isTrue('_==_', [left, right]);
}

/** How the functions that an expression may call are called: with a receiver or not, and with how many arguments. */
export interface FunctionShape {
  readonly method: boolean;
  readonly argumentCount: number;
}

export const functionShapes: ReadonlyMap<string, readonly FunctionShape[]> = shapesOf(environment);

function shapesOf(env: CelEnv): Map<string, FunctionShape[]> {
  const shapes = new Map<string, FunctionShape[]>();
  for (const func of env.funcs) {
    const shape = { method: func.target !== undefined, argumentCount: func.arguments.length };
    shapes.set(func.name, [...(shapes.get(func.name) ?? []), shape]);
  }
  return shapes;
}
