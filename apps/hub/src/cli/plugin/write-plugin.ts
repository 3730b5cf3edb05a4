import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const templates = path.join(import.meta.dirname, 'templates');
/** Writes a plugin from the template of its kind and language. @returns the names of the files */
export async function writePlugin(
  folder: string,
  id: string,
  kind: 'aggregator' | 'detector',
  language: 'typescript' | 'python',
): Promise<readonly string[]> {
  const template = path.join(templates, `${kind}-${language}`);
  const names = await readdir(template);
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    const text = await readFile(path.join(template, name), 'utf8');
    await writeFile(path.join(folder, named(name, id)), named(text, id));
  }
  return names.map((name) => named(name, id)).toSorted();
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
