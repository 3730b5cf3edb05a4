import type { StreamPorts } from '@activity-hub/contracts/api/stream-ports';
import type { Asking } from '../auth/asking.ts';
import { createStreamPorts } from '../stream/create-stream-ports.ts';
import { LogFollowers } from '../stream/log-followers.ts';
import { registerStreamRoute } from '../stream/stream-route.ts';
import { acceptStreams } from '../websocket/accept-streams.ts';
import type { PartContext } from './part.ts';

/** Shorter than what proxies take for a dead connection. */
const heartbeatMs = 15_000;

/**
 * Those who follow the log as it grows: over Server-Sent Events, WebSocket and tRPC. They end with the server.
 * @returns how the procedures follow it
 */
export function openFollowers(context: PartContext): (asking: Asking) => StreamPorts {
  const { server, env, access, people, schemas, logger, metrics, upgrades } = context;
  const followers = new LogFollowers(env.databaseUrl, logger);
  const streams = {
    ...people.viewing,
    followers,
    personalPathsOf: (eventType?: string) => schemas.registry.maskedPathsOf(eventType),
    heartbeatMs,
  };
  registerStreamRoute(server, streams);
  upgrades.push(acceptStreams({ ...streams, authenticate: access.authenticate }));
  metrics.gauge('hub_stream_followers', 'Open streams of the log', () => followers.count);
  return (asking) => createStreamPorts(streams, asking);
}
