import type { EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import type { JsonObject } from '@activity-hub/contracts/event';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { UnrecordedEpisode } from '@activity-hub/db/episodes/unrecorded-episodes';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { systemEvent } from '../bus/system-event.ts';

/** Namespace of the ids of these events. Fixed for ever: with another one a repeat would be another event. */
const EPISODE_NAMESPACE = 'b9f1d3a6-4c27-5e88-a0d5-7f3e61c2940b';

interface EpisodeTypes {
  readonly began: string;
  readonly ended: string;
  /** What the key says, in the words of the payload. */
  readonly named: (key: string) => JsonObject;
}

const ofSource = (source: string): JsonObject => ({ source });

const types: Readonly<Record<EpisodeKind, EpisodeTypes>> = {
  source_refusals: {
    began: 'activity.source.refusals_unusual',
    ended: 'activity.source.refusals_unusual_ended',
    named: ofSource,
  },
  source_silence: { began: 'activity.source.silent', ended: 'activity.source.silent_ended', named: ofSource },
  ingestion_lag: {
    began: 'activity.ingestion.lag',
    ended: 'activity.ingestion.lag_ended',
    named: (processor) => ({ processor }),
  },
  storage: { began: 'activity.storage.threshold', ended: 'activity.storage.threshold_ended', named: storeOf },
};

/** The key of an episode is `disk:80`: a store may have passed several thresholds at once. */
function storeOf(key: string): JsonObject {
  const [store = key, percent] = key.split(':');
  return { store, threshold_ratio: Number(percent) / 100 };
}

/**
 * The event of the begin or the end of an episode. Everything in it comes from the row of the episode, so
 * that whoever appends it, and however often, appends the same.
 */
export function episodeEvent(
  episode: UnrecordedEpisode,
  edge: 'began' | 'ended',
  arrival: { readonly receivedAt: string },
): EventToAppend {
  const { episode_id, kind, key, began_at, ended_at } = episode;
  const at = new Date(edge === 'began' ? began_at : (ended_at ?? began_at)).toISOString();
  const details: JsonObject =
    edge === 'began'
      ? episode.details
      : { ...episode.end_details, lasted_seconds: (Date.parse(at) - Date.parse(began_at)) / 1000 };
  return systemEvent(
    {
      event_id: uuidV5(EPISODE_NAMESPACE, `${episode_id}:${edge}`),
      event_type: types[kind][edge],
      timestamp: at,
      causation_id: edge === 'began' ? null : uuidV5(EPISODE_NAMESPACE, `${episode_id}:began`),
      correlation_id: episode_id,
      payload: { ...details, ...types[kind].named(key) },
    },
    arrival.receivedAt,
  );
}
