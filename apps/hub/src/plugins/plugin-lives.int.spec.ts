import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultPluginLimits, type PluginLimits } from './plugin-limits.ts';
import { processUsage } from './process-usage.ts';
import { programOfPlugin } from './program-of-plugin.ts';
import { inSandbox } from './sandbox.ts';
import { countingInPython } from './testing/counting-plugins.ts';
import { CountingPrograms, fold, quick, threeEvents } from './testing/counting-programs.ts';
import { installPlugin } from './testing/install-plugin.ts';

const programs = new CountingPrograms();

afterEach(() => programs.stop());

const impatient: Partial<PluginLimits> = { ...quick, answerMs: 1_000 };

describe('a plugin that ends, hangs or grows', () => {
  it.each([
    ['crashes', quick, `raise SystemExit("no luck")`, 'no luck', 'ended_saying'],
    ['hangs', impatient, `\n                while True: pass`, 'did not answer "fold" within 1 s', 'no_answer'],
    ['sleeps', impatient, `__import__("time").sleep(60)`, 'did not answer "fold" within 1 s', 'no_answer'],
    [
      'leaks',
      quick,
      `\n                leak = []\n                while True: leak.append(bytearray(b"x" * 1_000_000))`,
      '200 MB are allowed|MemoryError',
      'memory|ended_saying',
    ],
  ])('%s: started again, then quarantined with the reason', async (_name, limits, code, reason, last) => {
    const program = await programs.inPython(code, limits);
    for (const _first of [1, 2])
      await expect(fold(program)).rejects.toMatchObject({
        message: expect.stringMatching(reason),
        name: 'PluginEnded',
      });
    await expect(fold(program)).rejects.toMatchObject({
      name: 'ProcessorFault',
      message: expect.stringMatching(reason),
      fault: { code: 'ended_often', values: { times: 3, last_code: expect.stringMatching(last) } },
    });
    await expect(fold(program)).rejects.toMatchObject({ name: 'ProcessorFault' });
  });

  it('hangs, and is let run from time to time only: what it was held does not count', async () => {
    const held = { ...quick, tickMs: 10, answerMs: 150, patientMs: 5, endsWithinMs: 4_000 };
    programs.busy = true;
    const program = await programs.inPython('\n                while True: pass', held);
    const begun = performance.now();
    for (const _first of [1, 2]) await expect(fold(program)).rejects.toMatchObject({ name: 'PluginEnded' });
    await expect(fold(program)).rejects.toMatchObject({ name: 'ProcessorFault' });
    expect(performance.now() - begun).toBeGreaterThan(held.endsWithinMs);
    const saysHeld = (line: string): boolean => line.startsWith('It has worked for 0.005 s at an answer to "fold"');
    // Once in a life at most. Where others take the processors, a life may end before it has had so much of them.
    expect(programs.said.filter(saysHeld).length).toSatisfy((lives: number) => lives >= 1 && lives <= 3);
  });

  it('is asked too much at once: it lives on, and lane by lane it is asked again', async () => {
    const program = await programs.inPython();
    const withPayload = (mib: number) =>
      threeEvents.slice(0, 1).map((event) => ({ ...event, payload: { text: 'x'.repeat(mib << 20) } }));
    const { pids } = processUsage(process.pid);
    const answers = [7, 6, 5].map(async (mib) => (await program.keysOf(withPayload(mib), 0)).keys);
    expect(await Promise.all(answers)).toEqual([['learner'], ['learner'], ['learner']]);
    await expect(program.keysOf(withPayload(17), 0)).rejects.toMatchObject({ fault: { code: 'long_request' } });
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
    expect(processUsage(process.pid).pids).toEqual(pids);
  });

  it('killed from outside: said as it is', async () => {
    const program = await programs.inPython();
    process.kill(processUsage(process.pid).pids.at(-1) ?? Number.NaN, 'SIGKILL');
    await expect(fold(program)).rejects.toMatchObject({ message: expect.stringContaining('was killed (SIGKILL)') });
    expect(programs.said.join()).not.toContain('unshare');
  });

  it('works long at an answer: let run from time to time only while others wait, and answers in the end', async () => {
    const busy = `\n                if state["seen"] == 100:\n                    import time\n                    until = time.process_time() + 0.4\n                    while time.process_time() < until: pass`;
    const program = await programs.inPython(busy, { ...quick, patientMs: 100 });
    programs.busy = true;
    const { pids } = processUsage(process.pid);
    const folded = fold(program, { seen: 100 });
    const isHeld = () =>
      pids.some((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('T'));
    await vi.waitFor(() => expect(isHeld()).toBe(true), { interval: 5 });
    // Nobody waits for the processors any more: it needs less than half a second for what would take eight.
    programs.busy = false;
    expect(await folded).toMatchObject({ state: { seen: 103 } });
    expect(isHeld()).toBe(false);
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
  });

  it('sleeps while others wait: it keeps no processor from them, and is not held', async () => {
    const program = await programs.inPython('__import__("time").sleep(0.2)', { ...quick, patientMs: 50 });
    programs.busy = true;
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
    expect(programs.said).toEqual([]);
  });

  it('leaves the end of what it wrote as errors, whatever it said before', async () => {
    const crash = `
                for n in range(300): print(f"line {n}", file=sys.stderr)
                json.loads("{")`;
    const program = await programs.inPython(crash);
    await expect(fold(program)).rejects.toMatchObject({ name: 'PluginEnded' });
    expect(programs.saidAsError).toEqual([
      expect.stringMatching(
        /^line.*\nline 299\nTraceback \(most recent call last\):\n.*\njson\.decoder\.JSONDecodeError: /s,
      ),
      expect.stringMatching(/^Its process ended \(exit 1\)\. It said: json/),
    ]);
    expect(programs.said[0]).toBe('line 0');
    expect(programs.said).not.toContain('line 299');
  });

  it('says what it prints while it answers as it is', async () => {
    const program = await programs.inPython('print("so far", state["seen"], file=sys.stderr)');
    await fold(program);
    await expect.poll(() => programs.said).toEqual(['so far 0', 'so far 1', 'so far 2']);
    expect(programs.saidAsError).toEqual([]);
  });

  it('goes on after a crash', async () => {
    const program = await programs.inPython(`\n                if state["seen"] == 100: raise SystemExit("no luck")`);
    await expect(fold(program, { seen: 100 })).rejects.toMatchObject({ name: 'PluginEnded' });
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
  });

  it('a state in TypeScript that JSON would change is named', async () => {
    const program = await programs.inTypeScript('return { seen: Number.NaN }');
    await expect(fold(program)).rejects.toMatchObject({
      fault: { code: 'no_json_value', values: { part: 'state', of: 'learner', found: 'NaN', pointer: '/seen' } },
    });
  });

  it('a leak in TypeScript ends the same way', async () => {
    const program = await programs.inTypeScript(`const leak = []; for (;;) leak.push(Buffer.alloc(1_000_000, 1))`);
    await expect(fold(program)).rejects.toThrow('200 MB are allowed');
  });

  it('a flood of its log is cut', async () => {
    const program = await programs.inPython(
      `\n                for n in range(2_000): send({"type": "log", "level": "info", "message": "x" * 5_000})`,
    );
    await fold(program).catch(() => undefined);
    expect(programs.said.length).toBeLessThan(210);
    expect(Math.max(...programs.said.map((line) => line.length))).toBe(2_000);
  });
});

it('a plugin that hangs is gone when the hub is killed', async () => {
  const descriptor = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  await writeFile(
    path.join(descriptor.folder, 'main.py'),
    `import sys\nprint("I hang", file=sys.stderr, flush=True)\nwhile True: pass`,
  );
  const program = await programOfPlugin(descriptor, defaultPluginLimits, false);
  const launch = JSON.stringify(inSandbox(program, defaultPluginLimits.niceness));
  const script = `const { command, args, cwd, env } = ${launch};
    const child = require('child_process').spawn(command, args, { cwd, env, stdio: ['pipe', 'ignore', 'pipe'] });
    child.stderr.once('data', () => console.log(child.pid));`;
  const hub = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [pid] = (await once(hub.stdout, 'data')) as [Buffer];
  const { pids } = processUsage(Number(pid.toString()));
  expect(pids.length).toBeGreaterThan(1);
  hub.kill('SIGKILL');
  await expect.poll(() => pids.filter((each) => existsSync(`/proc/${each}`)), { timeout: 5_000 }).toEqual([]);
});
