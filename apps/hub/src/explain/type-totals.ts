import type { TypeTotal } from './explain-order.ts';

/** Sums of doubles leave dust behind. */
const parts = 1_000_000;

/** What the types gave in two stretches together. */
export function addTypes(known: readonly TypeTotal[], more: readonly TypeTotal[]): readonly TypeTotal[] {
  const types = new Map(known.map((type) => [type.event_type, type]));
  for (const type of more) {
    const before = types.get(type.event_type);
    types.set(type.event_type, before === undefined ? type : together(before, type));
  }
  return [...types.values()];
}

function together(before: TypeTotal, type: TypeTotal): TypeTotal {
  const contribution =
    before.contribution === null || type.contribution === null
      ? null
      : Math.round((before.contribution + type.contribution) * parts) / parts;
  return { ...type, events: before.events + type.events, contribution };
}
