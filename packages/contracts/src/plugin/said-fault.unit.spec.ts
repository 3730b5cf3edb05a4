import { expect, it } from 'vitest';
import { failureInWords, saidFault, sandboxFault } from './said-fault.ts';

const ofNode = 'Error: Access to this API has been restricted. Use --allow-fs-write to manage permissions.';
const ofPython = "OSError: [Errno 30] Read-only file system: 'notes.txt'";

it('tells an author what to do instead of writing files, and keeps what the runtime said', () => {
  for (const said of [ofNode, ofPython]) {
    expect(failureInWords(said)).toMatch(/^Plugins write no files: .*state.*emits/);
    expect(failureInWords(said).endsWith(said)).toBe(true);
    expect(failureInWords(failureInWords(said))).toBe(failureInWords(said));
    expect(sandboxFault(failureInWords(said))).toEqual({ code: 'writes_files', values: { said } });
  }
  expect(sandboxFault('TypeError: x is undefined')).toBeUndefined();
  expect(failureInWords('TypeError: x is undefined')).toBe('TypeError: x is undefined');
});

it('tells an author what a plugin has, when it reached for something else', () => {
  const refusals = [
    ofNode.replace('fs-write', 'fs-read'),
    ofNode.replace('fs-write', 'child-process'),
    'Error: connect ENETUNREACH 192.0.2.1:443 - Local (0.0.0.0:0)',
    'PermissionError: [Errno 1] Operation not permitted',
  ];
  for (const said of refusals) {
    expect(saidFault(said)).toEqual({ code: 'out_of_reach', values: { said } });
    expect(saidFault(failureInWords(said))).toEqual(saidFault(said));
  }
  expect(saidFault('PermissionError: [Errno 13] Permission denied').code).toBe('threw');
});
