import { readFileSync, writeFileSync } from 'node:fs';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { payloadFieldNames } from '@activity-hub/contracts/event-types/event-type';
import { topicMatches } from '@activity-hub/contracts/topic';
import { subsystemOpenApi } from '@activity-hub/plugins/sinks/subsystem/subsystem-open-api';
import { describe, expect, test } from 'vitest';
import { contractDocument, contractFile } from './contract-document.ts';
import { subsystems } from './subsystems.ts';

describe.each(subsystems.map(({ description }) => description))('the document of $id', (description) => {
  test('says what the sink sends (WRITE_DOCUMENTS=1 writes it anew)', () => {
    const made = JSON.parse(JSON.stringify(subsystemOpenApi(description))) as unknown;
    const file = contractFile(description.id);
    if (process.env['WRITE_DOCUMENTS'] === '1') writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
  });

  test('has an example that fits', () => {
    const { paths, check } = contractDocument(description.id);
    const post = paths[description.path]?.['post'] as {
      requestBody: { content: Record<string, { example: unknown }> };
    };
    expect(check('Batch')(post.requestBody.content['application/json']?.example)).toEqual([]);
  });

  test('describes every field of the mapping, and each comes from a type among its topics', () => {
    const fields = dataFieldsOf(description.id);
    expect(fields.toSorted()).toEqual(Object.keys(description.mapping).toSorted());
    const known = eventTypes
      .filter((type) => description.topics.some((topic) => topicMatches(topic, type.event_type)))
      .flatMap(payloadFieldNames);
    for (const pointer of Object.values(description.mapping)) {
      expect(known).toContain(pointer.replace('/payload/', ''));
    }
  });
});

function dataFieldsOf(id: string): string[] {
  const document = JSON.parse(readFileSync(contractFile(id), 'utf8')) as {
    components: {
      schemas: { Batch: { properties: { items: { items: { properties: { data: { properties: object } } } } } } };
    };
  };
  return Object.keys(document.components.schemas.Batch.properties.items.items.properties.data.properties);
}
