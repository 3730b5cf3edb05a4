import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ResumeFile } from './resume-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resume-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('keeps the line per file and hub, also while the file grows', async () => {
  const file = join(folder, 'events.ndjson');
  await writeFile(file, '{"a":1}\n');
  const here = new ResumeFile(folder, file, 'http://127.0.0.1:4000');
  const elsewhere = new ResumeFile(folder, file, 'http://127.0.0.1:5000');
  expect(await here.read()).toBe(0);
  const save = await here.start();
  await save(1);
  await appendFile(file, '{"b":2}\n');
  expect(await here.read()).toBe(1);
  expect(await elsewhere.read()).toBe(0);
  await here.forget();
  expect(await here.read()).toBe(0);
});

test('does not resume in a file that was replaced', async () => {
  const file = join(folder, 'replaced.ndjson');
  await writeFile(file, '{"a":1}\n');
  const resume = new ResumeFile(folder, file, 'http://127.0.0.1:4000');
  await (await resume.start())(1);
  await writeFile(file, '{"z":1}\n');
  await expect(resume.read()).rejects.toThrow('Start it without --resume');
});

test('starts over when its own file is damaged', async () => {
  const file = join(folder, 'damaged.ndjson');
  await writeFile(file, '{"a":1}\n');
  const resume = new ResumeFile(folder, file, 'http://127.0.0.1:4000');
  await (await resume.start())(1);
  await writeFile(resume.path, '{"line":');
  expect(await resume.read()).toBe(0);
});
