import type { Json } from '@activity-hub/contracts/event';

interface Pruned {
  /** Undefined when nothing matches. */
  readonly value: Json | undefined;
  readonly matches: number;
}

/** Only the branches whose key or scalar holds the text, with how many places that are. */
export function pruneJson(value: Json, search: string): Pruned {
  const needle = search.trim().toLowerCase();
  return needle === '' ? { value, matches: 0 } : prune(value, needle);
}

function prune(value: Json, needle: string): Pruned {
  if (value === null || typeof value !== 'object') {
    const hit = String(value).toLowerCase().includes(needle);
    return { value: hit ? value : undefined, matches: hit ? 1 : 0 };
  }
  if (isList(value)) {
    const kept = value.map((item) => prune(item, needle)).filter((item) => item.value !== undefined);
    return { value: kept.length === 0 ? undefined : kept.map((item) => item.value ?? null), matches: matchesOf(kept) };
  }
  const kept = Object.entries(value).flatMap(([key, item]): [string, Pruned][] => {
    if (key.toLowerCase().includes(needle)) return [[key, { value: item, matches: 1 }]];
    const inside = prune(item, needle);
    return inside.value === undefined ? [] : [[key, inside]];
  });
  if (kept.length === 0) return { value: undefined, matches: 0 };
  return {
    value: Object.fromEntries(kept.map(([key, item]) => [key, item.value ?? null])),
    matches: matchesOf(kept.map(([, item]) => item)),
  };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function matchesOf(items: readonly Pruned[]): number {
  return items.reduce((sum, { matches }) => sum + matches, 0);
}
