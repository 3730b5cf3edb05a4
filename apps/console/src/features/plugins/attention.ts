import type { PluginCondition } from '@activity-hub/contracts/activity/plugin';
import type { ListedPlugin, ShownShadow } from './shown-plugin.ts';

/** Nobody has to do anything about a plugin that runs, is about to, or rests as somebody wanted. */
const calm = ['running', 'starting', 'paused', 'disabled'] as const satisfies readonly PluginCondition[];

export function needsAttention<Condition extends PluginCondition>(
  condition: Condition,
): condition is Exclude<Condition, (typeof calm)[number]> {
  return !calm.some((one) => one === condition);
}

interface WithShadows extends Pick<ListedPlugin, 'condition'> {
  readonly shadows: readonly ShownShadow[];
}

export type StuckShadow = ShownShadow & { readonly reason: string };

/** Shadows that are not built any further. Where nothing is heard of their plugin either, that is what to look at. */
export function stuckShadows({ condition, shadows }: WithShadows): readonly StuckShadow[] {
  return shadows.filter(
    (shadow): shadow is StuckShadow =>
      shadow.reason !== null && !(condition === 'unseen' && shadow.condition === 'unseen'),
  );
}

/** Those that somebody has to look at come first, then those with a shadow that stands still; else as they came. */
export function attentionFirst<Plugin extends WithShadows>(plugins: readonly Plugin[]): readonly Plugin[] {
  return plugins.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(plugin: WithShadows): number {
  if (needsAttention(plugin.condition)) return 0;
  return stuckShadows(plugin).length > 0 ? 1 : 2;
}
