import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { RecordedEventRow } from '@activity-hub/db/event-store/recorded-event-row';

/** What stands in the place of what nobody is to see in passing. */
export const masked = '[masked]';

/** Where the payload of a type is personal, or of any type: JSON pointers, `*` for any element of a list. */
export type PersonalPaths = (eventType?: string) => readonly string[];

/** Until the schemas say more, only the metadata are known to be personal. */
export const noPersonalPaths: PersonalPaths = () => [];

const personalMetadata = ['/ip_address', '/user_agent'] as const;

/** The event as everybody sees it. It stays what it is where nothing is personal. */
export function maskEvent<Event extends Pick<RecordedEventRow, 'event_type' | 'payload' | 'metadata'>>(
  event: Event,
  personalPathsOf: PersonalPaths,
): Event {
  return {
    ...event,
    payload: maskAt(event.payload, personalPathsOf(event.event_type)),
    metadata: maskAt(event.metadata, personalMetadata),
  };
}

function maskAt(value: JsonObject, pointers: readonly string[]): JsonObject {
  return pointers.reduce<Json>((kept, pointer) => masking(kept, partsOf(pointer)), value) as JsonObject;
}

/** The same value with what lies at the path masked: null stays, as "there is none" tells nothing. */
function masking(value: Json, path: readonly string[]): Json {
  const [part, ...rest] = path;
  if (part === undefined) return value === null ? null : masked;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) => (part === '*' || part === String(index) ? masking(element, rest) : element));
  }
  const object = value as JsonObject;
  const names = part === '*' ? Object.keys(object) : Object.hasOwn(object, part) ? [part] : [];
  if (names.length === 0) return value;
  // Entries and not assignment: a producer may have sent "__proto__".
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => [name, names.includes(name) ? masking(inner, rest) : inner]),
  );
}

/** Whether a question about one place of the payload would tell something of what is masked. */
export function touchesPersonal(path: readonly string[], pointers: readonly string[]): boolean {
  return pointers.some((pointer) => {
    const parts = partsOf(pointer);
    const shared = Math.min(parts.length, path.length);
    return parts.slice(0, shared).every((part, index) => part === '*' || part === path[index]);
  });
}

function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
