import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubProgram } from './hub-program.ts';

const root = path.join(import.meta.dirname, '../../..');

/** As a person types it in the project's folder. */
function commandLine(roles: string): readonly string[] {
  return ['node', ...hubProgram(roles).map((part) => (path.isAbsolute(part) ? path.relative(root, part) : part))];
}

/** Two places that cannot import it say how a hub is run. */
describe.each(['ingest,query', 'process,dispatch'])('the command line of a hub with the roles %s', (roles) => {
  it('is that of the containers', () => {
    const compose = readFileSync(path.join(root, 'docker/compose.yml'), 'utf8');
    const parts = commandLine(roles).map((part) => `"${part}"`);
    expect(compose).toContain(`command: [${parts.join(', ')}]`);
  });

  it('is that of the page for operators', () => {
    expect(readFileSync(path.join(root, 'docs/operations/README.md'), 'utf8')).toContain(commandLine(roles).join(' '));
  });
});
