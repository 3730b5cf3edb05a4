import type { SourceProfile } from '@activity-hub/contracts/sources/source-profile';

export const languages = ['curl', 'typescript', 'python'] as const;
export type SnippetLanguage = (typeof languages)[number];

export interface FirstEvent {
  readonly hubUrl: string;
  readonly key: string;
  readonly eventId: string;
  readonly at: string;
  readonly profile: SourceProfile;
}

const sampleUser = '3ab871b9-b242-4799-89db-759b9da33447';

/** The first example of the source: what it usually publishes. */
function eventOf({ eventId, at, profile }: FirstEvent): Readonly<Record<string, unknown>> {
  const [example] = Object.entries(profile.examples);
  return {
    event_id: eventId,
    event_type: example?.[0],
    event_version: '1.0.0',
    timestamp: at,
    source_system: profile.source_system,
    user_id: sampleUser,
    payload: example?.[1][0],
  };
}

function indented(text: string, spaces: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

/**
 * Each runs as it is, with nothing to install. The event id is written out: whoever runs a snippet twice
 * sees that a repeat is safe.
 */
const snippetOf: Readonly<Record<SnippetLanguage, (event: FirstEvent) => string>> = {
  curl: (event) => `curl -X POST ${event.hubUrl}/activity/events \\
  -H 'authorization: Bearer ${event.key}' \\
  -H 'content-type: application/json' \\
  -d '${indented(JSON.stringify(eventOf(event), null, 2), 2)}'`,
  typescript: (event) => `const answer = await fetch('${event.hubUrl}/activity/events', {
  method: 'POST',
  headers: {
    authorization: 'Bearer ${event.key}',
    'content-type': 'application/json',
  },
  body: JSON.stringify(${indented(JSON.stringify(eventOf(event), null, 2), 2)}),
});
console.log(answer.status, await answer.json());`,
  python: (event) => `import json, urllib.request

event = ${JSON.stringify(eventOf(event), null, 4)}
request = urllib.request.Request(
    "${event.hubUrl}/activity/events",
    data=json.dumps(event).encode(),
    headers={
        "authorization": "Bearer ${event.key}",
        "content-type": "application/json",
    },
)
print(urllib.request.urlopen(request).read().decode())`,
};

export function firstEventSnippet(language: SnippetLanguage, event: FirstEvent): string {
  return snippetOf[language](event);
}
