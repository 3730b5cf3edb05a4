import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { demandFreeId } from './demand-free-id.ts';
import { WORKBENCH } from './plugin-folders.ts';
import { type WrittenPlugin, writePlugin } from './write-plugin.ts';

const examples = `
Examples:
  $ npm run hub -- plugin new --kind aggregator --title-ru 'Моя вещь' my-thing
  $ npm run hub -- plugin new --kind detector my-alarm --language python
  $ npm run hub -- plugin new --kind sink my-messages

Writes a folder that passes plugin test as it is: plugin.json, the plugin, its README and its fixtures.`;

interface NewSettings {
  readonly kind: WrittenPlugin['kind'];
  readonly language: 'typescript' | 'python';
  readonly dir: string;
  readonly titleRu?: string;
}

export function newCommand(): Command {
  return new Command('new')
    .description('write a small complete plugin')
    .argument('<id>', 'name of the plugin and of its folder, in kebab-case', idOf)
    .addOption(
      new Option('--kind <kind>', 'what it is: aggregator, detector or sink').argParser(kindOf).makeOptionMandatory(),
    )
    .addOption(
      new Option('--language <language>', 'in which to write it')
        .choices(['typescript', 'python'])
        .default('typescript'),
    )
    .option('--title-ru <title>', 'what it is called in Russian; left out, a mark stands in its place', titleOf)
    .option('--dir <folder>', 'in which to put its folder', WORKBENCH)
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what it takes)')
    .action(runNew);
}

function kindOf(text: string): NewSettings['kind'] {
  if (text !== 'aggregator' && text !== 'detector' && text !== 'sink')
    throw new InvalidArgumentError(
      'An aggregator works something out, a detector watches for something, a sink sends events on: name one.',
    );
  return text;
}

function titleOf(text: string): string {
  const title = text.trim();
  if (title === '' || title.length > 100)
    throw new InvalidArgumentError('Give a title of at most 100 characters, for example "Моя вещь".');
  return title;
}

function idOf(text: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) || text.length > 64)
    throw new InvalidArgumentError('Give a name in kebab-case, for example my-thing.');
  return text;
}

async function runNew(id: string, { kind, language, dir, titleRu }: NewSettings): Promise<void> {
  await demandFreeId(id);
  const folder = path.join(dir, id);
  if (existsSync(folder)) throw new Error(`${folder} is there already. Take another name, or remove it first.`);
  const main = path.join(folder, `${id}.${language === 'python' ? 'py' : 'ts'}`);
  const files = await writePlugin(folder, { id, kind, language, titleRu });
  process.stdout.write(
    [
      `${folder} holds a complete ${kind}:`,
      ...files.map((file) => `  ${file}`),
      '',
      ...(titleRu === undefined
        ? [`It has no Russian title yet: give it one in ${main}, in its manifest, title.ru.`, '']
        : []),
      'Next:',
      `  npm run hub -- plugin test ${folder}`,
      `  npm run hub -- plugin try ${folder} --from 2026-01-01${kind === 'sink' ? settingsOfSink : ''}`,
      '',
    ].join('\n'),
  );
}

/** Without an address there is nothing it would send. */
const settingsOfSink = ` --config '{"url":"https://example.org/in"}'`;
