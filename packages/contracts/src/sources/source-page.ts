import { defaultKeyLimits, type NewKey } from '../access/api-key.ts';
import { eventTypeOf } from '../event-types/catalog.ts';
import { payloadJsonSchema } from '../event-types/payload-json-schema.ts';
import { exampleEvents } from './example-events.ts';
import type { SourceProfile } from './source-profile.ts';

const begin = '<!-- Made from the profile; `npx vitest run source-page.unit -u` writes it anew. -->';
const end = '<!-- End of what is made. -->';

/** The key a source should have, as it is asked for. */
export function keyOfProfile(profile: SourceProfile): NewKey {
  const { permissions, event_types, limits } = profile.key;
  return {
    name: profile.source_system,
    source: profile.source_system,
    permissions: [...permissions],
    event_types: [...event_types],
    limits: { ...defaultKeyLimits, ...limits },
  };
}

function keySection(profile: SourceProfile): string {
  const { source_system, key, silent_after_minutes } = profile;
  const patterns = key.event_types.map((pattern) => `'${pattern}'`).join(' ');
  const { events_per_second, events_per_day } = key.limits;
  return `## Its key
On the machine of the hub, or in the console under Keys:
\`\`\`
npm run hub -- key make --name ${source_system} --source ${source_system} --type ${patterns}
\`\`\`
It may publish these types as \`${source_system}\` and nothing else. Suggested limits: ${events_per_second} events a second,
${events_per_day} a day. Without an event for ${silent_after_minutes} minutes something is wrong with the source. Below,
\`HUB_URL\` is the address of the hub and \`HUB_KEY\` this key.`;
}

function fieldsOf(eventType: string): string {
  const type = eventTypeOf(eventType);
  if (type === undefined) throw new Error(`${eventType} is not in the catalogue.`);
  const schema = payloadJsonSchema(type);
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const names = Object.keys((schema['properties'] ?? {}) as object);
  return names.map((name) => (required.has(name) ? `**${name}**` : name)).join(', ');
}

function typesSection(profile: SourceProfile): string {
  const rows = Object.keys(profile.examples).map(
    (type) => `| \`${type}\` | ${eventTypeOf(type)?.title.en ?? ''} | ${fieldsOf(type)} |`,
  );
  return `## What it sends
Fields in bold are required; fields that are not named here are kept too.

| event type | means | payload |
|---|---|---|
${rows.join('\n')}`;
}

function examplesSection(profile: SourceProfile): string {
  const lines = exampleEvents(profile).map((event) => JSON.stringify(event));
  return `## An example of everything
Playing it twice stores nothing twice.
\`\`\`sh
curl -X POST "$HUB_URL/activity/events/batch" -H "Authorization: Bearer $HUB_KEY" \\
  -H 'Content-Type: application/x-ndjson' --data-binary @- <<'EOF'
${lines.join('\n')}
EOF
\`\`\``;
}

const errorsSection = `## When it is refused
| answer | why | what to do |
|---|---|---|
| 401 \`unauthenticated\`, \`key_expired\`, \`key_revoked\` | no key, or one that has ended | ask an admin for a new key; the events can be sent again with it |
| 403 \`source_not_allowed\` | \`source_system\` is not the source of the key | leave it out, the hub fills it in |
| 403 \`event_type_not_allowed\` | the type is not in the scope of the key | publish what is listed above, or have the scope widened |
| 422 \`invalid_payload\` | \`pointer\` names the field that does not fit | mend the producer; an admin can repair what was refused, it is kept |
| 422 \`unknown_event_type\` | not in the catalogue | register a schema for it, or let the source keep unknown types |
| 409 \`event_id_conflict\` | the id was used for another content | give a new event a new id |
| 429 with \`Retry-After\` | above the limits of the key | wait, then send the same again |
| 503 with \`Retry-After\` | the hub is full or restarting | send the same again: an event counts once |`;

/** The part of a source's page that follows from its profile. */
function madePart(profile: SourceProfile): string {
  const sections = [keySection, typesSection, examplesSection].map((section) => section(profile));
  return [begin, ...sections, errorsSection, end].join('\n\n');
}

/** A page with the part that follows from the profile as it must be. */
export function pageOf(profile: SourceProfile, page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The page of ${profile.source_system} has no place for what is made: ${begin} … ${end}`);
  return before + madePart(profile) + after;
}
