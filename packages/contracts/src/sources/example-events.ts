import type { JsonObject } from '../event.ts';
import { uuidV5 } from '../uuid-v5.ts';
import type { SourceProfile } from './source-profile.ts';

const EXAMPLE_NAMESPACE = '5f0f2d5e-0a43-5d0c-9d0b-0d6c9f1b7a44';
const user = '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21';

/** The examples of a profile as whole events, always the same ones: playing them again stores nothing. */
export function exampleEvents(profile: SourceProfile): readonly JsonObject[] {
  const { source_system } = profile;
  return Object.entries(profile.examples).flatMap(([event_type, payloads]) =>
    payloads.map((payload, index) => ({
      event_id: uuidV5(EXAMPLE_NAMESPACE, `${source_system}:${event_type}:${index}`),
      event_type,
      event_version: '1.0.0',
      timestamp: `2026-09-01T10:0${index}:00.000+03:00`,
      source_system,
      user_id: user,
      payload,
    })),
  );
}
