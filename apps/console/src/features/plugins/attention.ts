import type { PluginCondition } from '@activity-hub/contracts/activity/plugin';

/** Nobody has to do anything about a plugin that runs, is about to, or rests as somebody wanted. */
const calm = ['running', 'starting', 'paused', 'disabled'] as const satisfies readonly PluginCondition[];

export function needsAttention<Condition extends PluginCondition>(
  condition: Condition,
): condition is Exclude<Condition, (typeof calm)[number]> {
  return !calm.some((one) => one === condition);
}

/** Those that somebody has to look at come first; else as they came. */
export function attentionFirst<Plugin extends { readonly condition: PluginCondition }>(
  plugins: readonly Plugin[],
): readonly Plugin[] {
  const rank = ({ condition }: Plugin): number => (needsAttention(condition) ? 0 : 1);
  return plugins.toSorted((a, b) => rank(a) - rank(b));
}
