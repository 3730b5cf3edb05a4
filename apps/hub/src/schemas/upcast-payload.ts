import type { UpcastStep } from '@activity-hub/contracts/schema/upcaster';
import { isNode, type JsonNode } from './json-node.ts';

/** A payload in the form of the next version, or the step that could not be done and why. */
export type Upcast =
  | { readonly payload: JsonNode }
  | { readonly failed: { readonly step: number; readonly reason: string } };

type Container = Record<string, unknown>;

/** Thrown by a step, caught by `upcast`. */
class Impossible extends Error {}

const unsafe = new Set(['__proto__', 'prototype', 'constructor']);

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** The object around the last segment; with `make` the way to it is made where it is missing. */
function parentOf(payload: Container, pointer: string, make: boolean): readonly [Container, string] | undefined {
  const segments = segmentsOf(pointer);
  const last = segments.at(-1) ?? '';
  if (segments.some((segment) => unsafe.has(segment))) throw new Impossible(`${pointer} is not allowed`);
  let place: Container = payload;
  for (const segment of segments.slice(0, -1)) {
    if (!Object.hasOwn(place, segment)) {
      if (!make) return undefined;
      place[segment] = {};
    }
    const next = place[segment];
    if (!isContainer(next)) {
      if (!make) return undefined;
      throw new Impossible(`${pointer} leads through something that is no object`);
    }
    place = next;
  }
  return [place, last];
}

/** Replaces the value at the pointer, where there is one. Null stays null: it says that nothing is known. */
function change(payload: Container, pointer: string, to: (value: unknown) => unknown): void {
  const [parent, name] = parentOf(payload, pointer, false) ?? [];
  if (parent === undefined || name === undefined || !Object.hasOwn(parent, name)) return;
  if (parent[name] !== null) parent[name] = to(parent[name]);
}

function take(payload: Container, pointer: string): { readonly value: unknown } | undefined {
  const [parent, name] = parentOf(payload, pointer, false) ?? [];
  if (parent === undefined || name === undefined || !Object.hasOwn(parent, name)) return undefined;
  if (Array.isArray(parent)) throw new Impossible(`${pointer} is an element of a list, which keeps its places`);
  const value = parent[name];
  delete parent[name];
  return { value };
}

function put(payload: Container, pointer: string, value: unknown): void {
  const [parent, name] = parentOf(payload, pointer, true) ?? [];
  if (parent === undefined || name === undefined) return;
  if (Object.hasOwn(parent, name)) throw new Impossible(`${pointer} is there already`);
  if (Array.isArray(parent)) throw new Impossible(`${pointer} is an element of a list, which keeps its places`);
  parent[name] = value;
}

function numberOf(value: unknown, pointer: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Impossible(`${pointer} is no number`);
  return number;
}

function textOf(value: unknown, pointer: string): string {
  if (isContainer(value)) throw new Impossible(`${pointer} is no single value`);
  return String(value);
}

function siblingOf(pointer: string, name: string): string {
  return `${pointer.slice(0, pointer.lastIndexOf('/'))}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function move(payload: Container, from: string, to: string): void {
  const taken = take(payload, from);
  if (taken !== undefined) put(payload, to, taken.value);
}

/** Fifteen digits, the most that a double keeps: 3 × 0.1 is 0.3. */
function product(a: number, b: number): number {
  const result = Number((a * b).toPrecision(15));
  if (!Number.isFinite(result)) throw new Impossible('the product is too large');
  return result;
}

function giveDefault(payload: Container, pointer: string, value: unknown): void {
  const [parent, name] = parentOf(payload, pointer, true) ?? [];
  if (parent === undefined || name === undefined || Object.hasOwn(parent, name)) return;
  put(payload, pointer, structuredClone(value));
}

function applyStep(payload: Container, step: UpcastStep): void {
  switch (step.step) {
    case 'rename':
      move(payload, step.path, siblingOf(step.path, step.name));
      break;
    case 'move':
      move(payload, step.from, step.to);
      break;
    case 'remove':
      take(payload, step.path);
      break;
    case 'default':
      giveDefault(payload, step.path, step.value);
      break;
    case 'map':
      change(payload, step.path, (value) => {
        const found = step.values.find(({ from }) => from === value);
        return found === undefined ? value : found.to;
      });
      break;
    case 'convert':
      change(payload, step.path, (value) =>
        step.to === 'number' ? numberOf(value, step.path) : textOf(value, step.path),
      );
      break;
    case 'multiply':
      change(payload, step.path, (value) => product(numberOf(value, step.path), step.by));
      break;
  }
}

/**
 * Turns a payload of one version into one of the next. Pure: the original is not touched. A step about a field
 * that is not there does nothing; a step that would lose something fails.
 */
export function upcast(payload: JsonNode, steps: readonly UpcastStep[]): Upcast {
  const changed = structuredClone(payload) as Container;
  for (const [at, step] of steps.entries()) {
    try {
      applyStep(changed, step);
    } catch (failure) {
      if (!(failure instanceof Impossible)) throw failure;
      return { failed: { step: at, reason: failure.message } };
    }
  }
  return { payload: isNode(changed) ? changed : {} };
}
