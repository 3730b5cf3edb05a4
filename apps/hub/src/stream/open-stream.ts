import { demandAccess } from '@activity-hub/contracts/access/access-level';
import type { StreamedEvent, StreamedFrame, StreamQuery } from '@activity-hub/contracts/dispatch/stream';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { decodeLogCursor, encodeLogCursor } from '@activity-hub/contracts/log-cursor';
import { topicMatches } from '@activity-hub/contracts/topic';
import type { Asking } from '../auth/asking.ts';
import { validFilter } from '../dispatch/subscriptions/demand-valid.ts';
import { maskEvent, type PersonalPaths } from '../query/mask-event.ts';
import { type ViewerSources, viewerOf } from '../query/viewer.ts';
import { followLog } from './follow-log.ts';
import type { LogFollowers } from './log-followers.ts';

export interface StreamSources extends ViewerSources {
  readonly followers: LogFollowers;
  readonly personalPathsOf: PersonalPaths;
  readonly heartbeatMs: number;
}

export interface OpenedStream {
  /** Where it begins. */
  readonly cursor: string;
  readonly groups: AsyncGenerator<readonly StreamedFrame[]>;
}

/**
 * Follows the log for one caller: everything is refused before the first frame. Who is no admin filters what it is
 * shown: a filter over what is masked would tell it bit by bit. @throws HubError
 */
export async function openStream(
  sources: StreamSources,
  query: StreamQuery,
  asking: Asking,
  signal: AbortSignal,
): Promise<OpenedStream> {
  const { caller } = asking;
  if (caller.kind === 'person') demandAccess(caller, 'admin');
  const filter = validFilter(query.filter || null);
  const { followers, personalPathsOf } = sources;
  const viewer = viewerOf(sources, asking);
  const { log, epoch } = await followers.enter(signal);
  const from = offsetsOf(query.cursor, epoch, (lane) => log.of(lane));
  const shown = ({ context: _own, ...event }: RecordedEvent): StreamedEvent => maskEvent(event, personalPathsOf);
  const wants = (event: RecordedEvent): boolean =>
    query.topics.some((topic) => topicMatches(topic, event.event_type)) &&
    (filter === undefined ||
      filter.matches(viewer.mayAskPersonal ? event : { ...shown(event), context: {} }) === 'match');
  const until = AbortSignal.any([signal, followers.signal]);
  const groups = followLog({ log, epoch, from, wants, heartbeatMs: sources.heartbeatMs, signal: until });
  return {
    cursor: encodeLogCursor({ epoch, offsets: from }),
    groups: shownGroups(groups, shown, (users) => viewer.saw('stream', users)),
  };
}

async function* shownGroups(
  groups: ReturnType<typeof followLog>,
  shown: (event: RecordedEvent) => StreamedEvent,
  saw: (userIds: readonly (string | null)[]) => Promise<void>,
): AsyncGenerator<readonly StreamedFrame[]> {
  for await (const group of groups) {
    const users = group.flatMap((frame) => (frame.type === 'event' ? [frame.event.user_id] : []));
    // Who viewed whom is written before it goes out.
    if (users.length > 0) await saw(users);
    yield group.map((frame) => (frame.type === 'event' ? { ...frame, event: shown(frame.event) } : frame));
  }
}

/** @throws HubError invalid_cursor */
function offsetsOf(text: string | undefined, epoch: string, headOf: (lane: number) => number): readonly number[] {
  const heads = Array.from({ length: LANE_COUNT }, (_, lane) => headOf(lane));
  if (text === undefined) return heads;
  const cursor = decodeLogCursor(text);
  if (cursor === undefined || cursor.epoch !== epoch) throw invalidCursor();
  return cursor.offsets;
}
