import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hubMessage, pluginMessage } from './protocol.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/plugins/protocol.md'), 'utf8');
const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) =>
  lines.trim().split('\n'),
);
const message = z.union([hubMessage, pluginMessage]);
const typesOf = (messages: typeof hubMessage | typeof pluginMessage): readonly string[] =>
  messages.options.map(({ shape }) => shape.type.value);

describe('docs/plugins/protocol.md', () => {
  test.each(examples)('%s is a message, and nothing in it is unknown', (line) => {
    const said: unknown = JSON.parse(line);
    expect(message.parse(said)).toEqual(said);
  });

  test('shows every message', () => {
    const shown = examples.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(new Set(shown)).toEqual(new Set([...typesOf(hubMessage), ...typesOf(pluginMessage)]));
  });
});
