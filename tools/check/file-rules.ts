import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ModuleItem, parseSync } from '@swc/core';
import { sourceFiles } from './source-files.ts';

const MAX_LINES = 300;
const VAGUE_NAME = /(^|-)(utils?|helpers?|common|misc|manager|service)(-|\.)/;
// Spelled in two parts, so that this file does not forbid itself.
const FORBIDDEN_COMMENTS = [
  'TO' + 'DO',
  'FIX' + 'ME',
  '@ts-' + 'ignore',
  '@ts-' + 'nocheck',
  'biome-' + 'ignore',
  '-dis' + 'able-next-line',
  'oxlint-' + 'disable',
  'eslint-' + 'disable',
];

/** What holds for every source file by itself: length, name, no barrel, nothing switched off. */
export function checkFiles(root: string): string[] {
  return sourceFiles(root).flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return [...nameComplaints(file), ...textComplaints(root, file, text), ...barrelComplaints(file, text)];
  });
}

function nameComplaints(file: string): string[] {
  const name = path.basename(file);
  if (/^index\.[a-z.]+$/.test(name)) return [`${file}: an index file is a barrel; import the module that you mean`];
  if (VAGUE_NAME.test(name)) return [`${file}: the name says nothing; a function lives with the noun that it serves`];
  return [];
}

function textComplaints(root: string, file: string, text: string): string[] {
  const complaints = FORBIDDEN_COMMENTS.filter((word) => text.includes(word)).map(
    (word) => `${file}: holds "${word}"; solve it now or write an issue`,
  );
  const lines = text.split('\n').length - 1;
  if (lines > MAX_LINES) complaints.push(`${file}: ${lines} lines, the ceiling is ${MAX_LINES}; find the seam`);
  if (text.includes(`${root}/`)) complaints.push(`${file}: holds the path of this checkout`);
  return complaints;
}

function barrelComplaints(file: string, text: string): string[] {
  if (!file.endsWith('.ts') && !file.endsWith('.tsx')) return [];
  const { body } = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('.tsx') });
  return isBarrel(body) ? [`${file}: only passes on what others export; import from them`] : [];
}

/** A module that imports and exports, but declares nothing. */
function isBarrel(body: ModuleItem[]): boolean {
  const passesOn = body.some((item) => item.type === 'ExportAllDeclaration' || item.type === 'ExportNamedDeclaration');
  const declares = body.some(
    (item) =>
      item.type !== 'ImportDeclaration' &&
      item.type !== 'ExportAllDeclaration' &&
      item.type !== 'ExportNamedDeclaration',
  );
  return passesOn && !declares;
}
