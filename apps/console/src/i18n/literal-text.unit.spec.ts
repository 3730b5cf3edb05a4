import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '..');
/** Attributes that a person reads or hears. */
const spokenAttributes = new Set([
  'aria-label',
  'aria-description',
  'title',
  'placeholder',
  'alt',
  'label',
  'detail',
  'text',
  'name',
]);
/** Two letters next to each other: units and signs such as `·` are no words. */
const words = /\p{L}{2}/u;

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(node: unknown): string {
  return isNode(node) && typeof node['value'] === 'string' ? node['value'] : '';
}

/** The literal of `title="…"`; anything in braces is looked at by its own nodes. */
function attributeText(node: Node): string {
  const literal = node['value'];
  return isNode(literal) && literal['type'] === 'StringLiteral' ? textOf(literal) : '';
}

/** Texts that stand in the markup itself, where no translation reaches them. */
function literalTexts(code: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value)) return;
    if (value['type'] === 'JSXText' && words.test(textOf(value))) found.push(textOf(value).trim());
    if (value['type'] === 'JSXAttribute') {
      const name = textOf(value['name']);
      const text = attributeText(value);
      if (spokenAttributes.has(name) && words.test(text)) found.push(`${name}="${text}"`);
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseSync(code, { syntax: 'typescript', tsx: true }).body);
  return found;
}

test('finds what it looks for', () => {
  expect(literalTexts('<p>Hello <b>{x}</b></p>')).toEqual(['Hello']);
  expect(literalTexts('<input aria-label="Your name" className="red" />')).toEqual(['aria-label="Your name"']);
  expect(literalTexts('<p title={t("x")}>{t("x")} · {1}</p>')).toEqual([]);
});

test('no component holds literal text', () => {
  const files = globSync('**/*.tsx', { cwd: source });
  expect(files.length).toBeGreaterThan(30);
  const literals = files.flatMap((file) =>
    literalTexts(readFileSync(path.join(source, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(literals).toEqual([]);
});
