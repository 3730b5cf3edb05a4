import { spawn } from 'node:child_process';

/** Runs to the end and gives what it said when it failed; nothing when it succeeded. */
export function commandComplaints(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.once('error', (error) => resolve([error.message]));
    child.once('close', (code) => resolve(code === 0 ? [] : [said.trim() || `${command} ended with ${code}`]));
  });
}
