import type { Json } from '@activity-hub/contracts/event';

export interface ConfigChange {
  readonly path: string;
  /** Undefined: it was not there; or is not any more. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What differs between two configurations, setting by setting, by path. */
export function configChanges(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): readonly ConfigChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => configChanges(before[name], after[name], [...path, name]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path.join(' › '), before, after }];
}

function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
