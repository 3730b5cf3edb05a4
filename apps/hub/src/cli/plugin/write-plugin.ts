import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { placeholderTitle } from './placeholder-title.ts';

const templates = path.join(import.meta.dirname, 'templates');

export interface WrittenPlugin {
  readonly id: string;
  readonly kind: 'aggregator' | 'detector' | 'sink';
  readonly language: 'typescript' | 'python';
  readonly titleRu?: string | undefined;
}

/** Writes a plugin from the template of its kind and language. @returns the names of the files */
export async function writePlugin(folder: string, plugin: WrittenPlugin): Promise<readonly string[]> {
  const { id, kind, language, titleRu = placeholderTitle(id) } = plugin;
  const template = path.join(templates, `${kind}-${language}`);
  const names = await readdir(template);
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    const text = await readFile(path.join(template, name), 'utf8');
    // The title last: whatever it says is left as it is.
    await writeFile(
      path.join(folder, named(name, id)),
      named(text, id).replaceAll('Моя вещь', () => quoted(titleRu)),
    );
  }
  return names.map((name) => named(name, id)).toSorted();
}

/** As it stands between quotes, of either kind, in TypeScript and in Python. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'");
}

/** The templates are whole plugins called my-thing: each way to write that name becomes the id's. */
function named(text: string, id: string): string {
  const words = id.split('-');
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const [first = id, ...rest] = words;
  return text
    .replaceAll('my-thing', id)
    .replaceAll('myThing', first + rest.map(capital).join(''))
    .replaceAll('My thing', [capital(first), ...rest].join(' '));
}
