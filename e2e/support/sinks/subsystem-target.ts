import type { SinkTarget } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import { startSubsystemStandIn } from './subsystem-stand-in.ts';

/** The stand-in of a subsystem as the conformance kit holds it. */
export async function subsystemTarget(id: string): Promise<SinkTarget> {
  const standIn = await startSubsystemStandIn(id);
  return {
    config: { url: standIn.url, token: standIn.token },
    received: async () => [...standIn.accepted.values()].map((item) => item.event_id),
    violations: () => standIn.violations,
    fail: () => standIn.failNext(Number.POSITIVE_INFINITY, 500),
    hang: () => standIn.delay(Number.POSITIVE_INFINITY),
    refuse: (eventId) => standIn.refuse(eventId),
    recover: () => standIn.reset(),
    stop: () => standIn.stop(),
  };
}
