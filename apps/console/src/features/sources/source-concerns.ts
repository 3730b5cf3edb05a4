import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';

export type SourceConcern = 'silent' | 'refusals' | 'someRefused';

/**
 * What a person should look at. An open episode counts until the hub ends it, as its end lies well below
 * its begin: a source at the border would blink otherwise.
 */
export function concernsOf(
  source: Pick<SourceHealth, 'silent' | 'open_episodes' | 'refused_24h'>,
): readonly SourceConcern[] {
  const has = (kind: SourceHealth['open_episodes'][number]['kind']): boolean =>
    source.open_episodes.some((episode) => episode.kind === kind);
  const isUnusual = has('source_refusals');
  return [
    ...(source.silent || has('source_silence') ? (['silent'] as const) : []),
    ...(isUnusual ? (['refusals'] as const) : []),
    ...(!isUnusual && source.refused_24h > 0 ? (['someRefused'] as const) : []),
  ];
}
