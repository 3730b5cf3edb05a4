/**
 * A lane is a shard of the log. Their number is fixed when a log is made: changing it would move
 * users between lanes and break the strict order per user, so it is a constant and not a setting.
 */
export const LANE_COUNT = 16;

export interface LaneKeys {
  readonly user_id?: string | null | undefined;
  readonly session_id?: string | null | undefined;
  readonly event_id: string;
  /** Of an event that must lie in the lane of another one: that one's id, which counts where it has no stream. */
  readonly lane_key?: string | undefined;
}

/**
 * The lane of an event: by its user, so that everything of one user stands in one lane in strict
 * order; without a user by its session, else by the event id. FNV-1a (32 bit) over the lower-case
 * UTF-8 text: UUIDv7 shares its leading bytes, so a prefix of the id would pile up in few lanes.
 */
export function laneOf(keys: LaneKeys): number {
  const key = (keys.user_id ?? keys.session_id ?? keys.lane_key ?? keys.event_id).toLowerCase();
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % LANE_COUNT;
}
