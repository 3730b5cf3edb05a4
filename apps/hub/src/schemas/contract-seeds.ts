import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import type { EventType } from '@activity-hub/contracts/event-types/event-type';
import { payloadJsonSchema } from '@activity-hub/contracts/event-types/payload-json-schema';
import { personalFieldsOf } from '@activity-hub/contracts/event-types/personal-fields';
import type { NewEventSchema, NewSchemaVersion } from '@activity-hub/db/schemas/registry-row';
import { exampleOfSchema } from './example-of-schema.ts';
import { isNode } from './json-node.ts';

/** Who registered what came with the hub. */
export const CONTRACTS = 'contracts';

/** Who answers for the types of a family, until an admin says otherwise. */
const owners: Readonly<Record<string, string>> = {
  learning: 'Learning platform',
  work: 'Case management',
  social: 'Club',
  economic: 'Tokenomics and billing',
  system: 'Identity',
};

function ownerOf(type: EventType): string {
  return type.origin === 'producer' ? (owners[type.family] ?? 'Activity Hub') : 'Activity Hub';
}

function typeRow(type: EventType): NewEventSchema {
  const { event_type, family, origin, title } = type;
  return {
    event_type,
    family,
    origin,
    title_en: title.en,
    title_ru: title.ru,
    owner: ownerOf(type),
    compatibility: 'backward',
  };
}

function versionRow(type: EventType): NewSchemaVersion {
  const schema = payloadJsonSchema(type);
  const example = exampleOfSchema(schema, 1);
  return {
    event_type: type.event_type,
    version: type.version,
    schema,
    personal_fields: personalFieldsOf(type),
    examples: isNode(example) ? [example] : [],
    follows: null,
    upcast: 'none',
    upcaster: [],
    registered_by: CONTRACTS,
  };
}

/** Every type of the mission, as the registry begins with it. */
export function contractSeeds(): {
  readonly types: readonly NewEventSchema[];
  readonly versions: readonly NewSchemaVersion[];
} {
  return { types: eventTypes.map(typeRow), versions: eventTypes.map(versionRow) };
}
