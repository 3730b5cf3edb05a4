import { expect, it } from 'vitest';
import { failureInWords, writesFilesFault } from './writes-files.ts';

const ofNode = 'Error: Access to this API has been restricted. Use --allow-fs-write to manage permissions.';
const ofPython = "OSError: [Errno 30] Read-only file system: 'notes.txt'";

it('tells an author what to do instead of writing files, and keeps what the runtime said', () => {
  for (const said of [ofNode, ofPython]) {
    expect(failureInWords(said)).toMatch(/^Plugins write no files: .*state.*emits/);
    expect(failureInWords(said).endsWith(said)).toBe(true);
    expect(failureInWords(failureInWords(said))).toBe(failureInWords(said));
    expect(writesFilesFault(failureInWords(said))).toEqual({ code: 'writes_files', values: { said } });
  }
  expect(failureInWords('TypeError: x is undefined')).toBe('TypeError: x is undefined');
  expect(failureInWords(ofNode.replace('write', 'read'))).not.toContain('Plugins');
});
