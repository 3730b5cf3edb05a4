import { Command } from 'commander';
import { demoCommand } from './demo/demo-command.ts';
import { doctorCommand } from './doctor/doctor-command.ts';
import { ingestCommand } from './ingest/ingest-command.ts';
import { keyCommand } from './key/key-command.ts';
import { pluginCommand } from './plugin/plugin-command.ts';

const examples = `
Examples:
  $ npm start                                              start everything
  $ npm run hub -- demo                                    fill it with a small ecosystem
  $ npm run hub -- ingest events.ndjson.gz                 send a file
  $ npm run hub -- key make --name lms --source lms        let a subsystem publish
  $ npm run hub -- plugin list                             what is installed and how it runs
  $ npm run hub -- doctor                                  is everything well, and what to do if not

Every command explains itself: npm run hub -- ingest --help
HUB_DATA_DIR (default .data) says where the data lies, HUB_URL where the hub is: without it the one that npm start
runs on that folder. The commands send HUB_KEY, else the operator-key that npm start left in that folder.
To let people in, open the console: it asks for the first admin.`;

const program = new Command('hub')
  .usage('<command> [options]')
  .description('Work with a running Activity Hub.')
  .addCommand(ingestCommand())
  .addCommand(demoCommand())
  .addCommand(keyCommand())
  .addCommand(pluginCommand())
  .addCommand(doctorCommand())
  .addHelpText('after', examples)
  .showHelpAfterError('(add --help for examples)');

// `hub demo --print | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  // People get the sentence, developers the stack.
  const { message, stack } = error as Error;
  process.stderr.write(`${process.env['HUB_DEBUG'] === undefined ? message : stack}\n`);
  process.exitCode = 1;
}
