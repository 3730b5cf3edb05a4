import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '@activity-hub/contracts/event';
import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PluginLog } from '../process/available-plugin.ts';
import { openPlugin } from './open-plugin.ts';
import { defaultPluginLimits, type PluginLimits } from './plugin-limits.ts';
import { processUsage } from './process-usage.ts';
import { programOfPlugin } from './program-of-plugin.ts';
import { inSandbox } from './sandbox.ts';
import { countingInPython, countingInTypeScript } from './testing/counting-plugins.ts';
import { installPlugin } from './testing/install-plugin.ts';

const opened: { stop(): Promise<void> }[] = [];
const said: string[] = [];
const saidAsError: string[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((plugin) => plugin.stop()));
  said.length = 0;
  saidAsError.length = 0;
});

const quick: Partial<PluginLimits> = { firstPauseMs: 10, memoryMb: 200 };
const impatient: Partial<PluginLimits> = { ...quick, answerMs: 1_000 };

async function open(main: string, source: string, config: JsonObject = {}, limits = quick, rest: object = {}) {
  const descriptor = await installPlugin({ id: 'counting', main, ...rest }, source);
  const log: PluginLog = (level, message) =>
    void (level === 'error' ? saidAsError : said).push(pluginSayingText(message));
  const plugin = await openPlugin(descriptor, config, { hubVersion: '0.1.0', log, limits });
  opened.push(plugin);
  if (plugin.kind !== 'aggregator') throw new Error('It is an aggregator.');
  return plugin.program;
}

const inTypeScript = (onEvent = '') => open('main.ts', countingInTypeScript(onEvent));
const inPython = (onEvent?: string) => open('main.py', countingInPython(onEvent));

const events = [1, 2, 3].map((minute) =>
  recordedEventFixture({ timestamp: `2026-05-04T10:0${minute}:00.000Z`, user_id: 'learner' }),
);

async function fold(program: AggregatorProgram, state: JsonObject | null = null) {
  await program.keysOf(events, 0);
  const window = { kind: 'all', start: '' } as const;
  const [answer] = await program.fold([{ key: 'learner', window, state, events, until: null }], 0);
  return answer;
}

describe.each([
  ['TypeScript', inTypeScript, 'main.ts', countingInTypeScript()],
  ['Python', inPython, 'main.py', countingInPython()],
] as const)('a plugin in %s', (_language, openGood, main, source) => {
  it('folds events it was sent once, and history sent whole', async () => {
    const program = await openGood();
    expect(await program.keysOf(events, 3)).toEqual({ keys: ['learner', 'learner', 'learner'], faults: [] });
    expect(await fold(program, { seen: 5 })).toMatchObject({
      state: { seen: 8 },
      folded: 3,
      fired: null,
      latest: 2,
      steps: [
        { index: 0, derived: [{ subject: '6' }] },
        { index: 2, derived: [{ subject: '8' }] },
      ],
    });
    const copies = events.map((event) => ({ ...event }));
    const window = { kind: 'all', start: '' } as const;
    const history = [{ key: 'learner', window, state: null, events: copies, until: null }];
    expect(await program.fold(history, 0)).toMatchObject([{ state: { seen: 3 } }]);
  });

  it('is refused with the place in a configuration that does not fit', async () => {
    await expect(open(main, source, { step: 0 })).rejects.toThrow('config.step must be at least 1.');
    await expect(open(main, source, { stride: 1 })).rejects.toThrow('config.stride is no setting of this plugin.');
  });

  it('is refused when it asks for the network', async () => {
    await expect(open(main, source, {}, quick, { network: ['example.org'] })).rejects.toThrow('HUB_TRUSTED_PLUGINS');
  });
});

describe('what a plugin cannot do', () => {
  /** The error it met is what the event is blamed for. */
  const attempt = async (program: AggregatorProgram) => (await fold(program))?.faults[0]?.reason ?? 'it could';

  it.each([
    [
      'write a file',
      `process.getBuiltinModule('fs').writeFileSync('/tmp/by-a-plugin', 'x')`,
      '^Plugins write no files: .*restricted',
    ],
    ['read what is not its own', `process.getBuiltinModule('fs').readFileSync('/etc/passwd')`, 'restricted'],
    ['start a program', `process.getBuiltinModule('child_process').execFileSync('true')`, 'restricted'],
    [
      'start a thread',
      `const { Worker } = process.getBuiltinModule('worker_threads'); new Worker('1', { eval: true })`,
      'restricted',
    ],
    ['see the environment', `if (process.env.PATH === undefined) throw new Error('restricted')`, 'restricted'],
    ['signal the hub', `process.kill(${process.pid})`, 'ESRCH'],
  ])('TypeScript: %s', async (_name, code, reason) => {
    expect(await attempt(await inTypeScript(code))).toMatch(new RegExp(reason));
  });

  it('write a file before it says who it is', async () => {
    const source = `process.getBuiltinModule('fs').writeFileSync('/tmp/by-a-plugin', 'x');\n${countingInTypeScript()}`;
    await expect(open('main.ts', source)).rejects.toMatchObject({
      fault: { code: 'writes_files', values: { said: expect.stringContaining('--allow-fs-write') } },
    });
  });

  it('TypeScript: reach the network', async () => {
    const connect = `if (globalThis.tried === undefined) { globalThis.tried = 1; process.getBuiltinModule('net')
      .connect(9, '127.0.0.1').on('error', (error) => console.error('network: ' + error.code)); }`;
    await fold(await inTypeScript(connect));
    await expect.poll(() => said.join()).toContain('network: ENETUNREACH');
  });

  it.each([
    ['write a file', `open("/tmp/by-a-plugin", "w")`, 'No such file|Read-only'],
    ['write to its own folder', `open("by-a-plugin", "w")`, 'Read-only'],
    ['read what is not its own', `open("/etc/passwd")`, 'No such file'],
    ['start a program', `__import__("os").execv("/bin/true", ["true"])`, 'not permitted'],
    ['make a process', `__import__("os").fork()`, 'not permitted'],
    ['open a socket', `__import__("socket").socket()`, 'not permitted'],
    [
      'mount',
      `__import__("os").unshare(0x10000000) if hasattr(__import__("os"), "unshare") else open("/etc/passwd")`,
      'not permitted|No such',
    ],
    ['signal the hub', `__import__("os").kill(${process.pid}, 9)`, 'No such process'],
  ])('Python: %s', async (_name, code, reason) => {
    const program = await inPython(`
                try: ${code}
                except Exception as error: raise SystemExit(str(error))`);
    await expect(fold(program)).rejects.toThrow(new RegExp(reason));
  });
});

describe('a plugin that breaks the protocol is stopped at once', () => {
  it.each([
    ['garbage', `print("hello", flush=True)`, 'not JSON: "hello"'],
    ['a line of 100 MB', `[sys.stdout.write("x" * 1_000_000) for _ in range(100)]`, 'a line of more than 16 MiB'],
    ['a message of its own', `send({"type": "dance"})`, 'does not fit the protocol at "/type"'],
    ['a second answer', `send({"type": "folded", "id": 1, "answers": []})`, 'another request than the oldest'],
    ['a huge state', `state["ballast"] = "x" * 1_100_000`, 'a state of more than 1024 KiB'],
    ['a deep state', `state["deep"] = json.loads("[" * 40 + "]" * 40)`, 'deeper than 32'],
    [
      'a type it did not declare',
      `steps.append({"index": 0, "deadline": None, "metrics": [], "derived": [{"event_type": "activity.system.alarm", "subject": "", "payload": {}}]})`,
      'its manifest does not declare',
    ],
    [
      'an event that is not there',
      `steps.append({"index": 7, "deadline": None, "metrics": [], "derived": []})`,
      'named event 7 of 3',
    ],
  ])('%s', async (_name, code, reason) => {
    const program = await inPython(code);
    await expect(fold(program)).rejects.toMatchObject({
      name: 'ProcessorFault',
      message: expect.stringContaining(reason),
    });
    await expect(fold(program)).rejects.toMatchObject({ name: 'ProcessorFault' });
  });
});

describe('a plugin that ends, hangs or grows', () => {
  it.each([
    ['crashes', `raise SystemExit("no luck")`, 'no luck', 'ended_saying'],
    ['hangs', `\n                while True: pass`, 'did not answer "fold" within 1 s', 'no_answer'],
    ['sleeps', `__import__("time").sleep(60)`, 'did not answer "fold" within 1 s', 'no_answer'],
    [
      'leaks',
      `\n                leak = []\n                while True: leak.append(bytearray(b"x" * 1_000_000))`,
      '200 MB are allowed|MemoryError',
      'memory|ended_saying',
    ],
  ])('%s: started again, then quarantined with the reason', async (_name, code, reason, last) => {
    const program = await open('main.py', countingInPython(code), {}, impatient);
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
    const held = { ...quick, answerMs: 400, patientMs: 50, endsWithinMs: 3_400 };
    const program = await open('main.py', countingInPython('\n                while True: pass'), {}, held);
    const begun = performance.now();
    for (const _first of [1, 2]) await expect(fold(program)).rejects.toMatchObject({ name: 'PluginEnded' });
    await expect(fold(program)).rejects.toMatchObject({ name: 'ProcessorFault' });
    expect(performance.now() - begun).toBeGreaterThan(held.endsWithinMs);
  });

  it('is asked too much at once: it lives on, and lane by lane it is asked again', async () => {
    const program = await inPython();
    const withPayload = (mib: number) =>
      events.slice(0, 1).map((event) => ({ ...event, payload: { text: 'x'.repeat(mib << 20) } }));
    const { pids } = processUsage(process.pid);
    const answers = [7, 6, 5].map(async (mib) => (await program.keysOf(withPayload(mib), 0)).keys);
    expect(await Promise.all(answers)).toEqual([['learner'], ['learner'], ['learner']]);
    await expect(program.keysOf(withPayload(17), 0)).rejects.toMatchObject({ fault: { code: 'long_request' } });
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
    expect(processUsage(process.pid).pids).toEqual(pids);
  });

  it('killed from outside: said as it is', async () => {
    const program = await inPython();
    process.kill(processUsage(process.pid).pids.at(-1) ?? Number.NaN, 'SIGKILL');
    await expect(fold(program)).rejects.toMatchObject({ message: expect.stringContaining('was killed (SIGKILL)') });
    expect(said.join()).not.toContain('unshare');
  });

  it('owes an answer for long: let run from time to time only, and answers in the end', async () => {
    const busy = `\n                if state["seen"] == 100:\n                    import time\n                    until = time.process_time() + 0.4\n                    while time.process_time() < until: pass`;
    const program = await open('main.py', countingInPython(busy), {}, { ...quick, patientMs: 100 });
    const { pids } = processUsage(process.pid);
    const folded = fold(program, { seen: 100 });
    const isHeld = () =>
      pids.some((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('T'));
    await vi.waitFor(() => expect(isHeld()).toBe(true), { interval: 5 });
    expect(await folded).toMatchObject({ state: { seen: 103 } });
    expect(isHeld()).toBe(false);
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
  });

  it('leaves the end of what it wrote as errors, whatever it said before', async () => {
    const crash = `
                for n in range(300): print(f"line {n}", file=sys.stderr)
                json.loads("{")`;
    const program = await open('main.py', countingInPython(crash));
    await expect(fold(program)).rejects.toMatchObject({ name: 'PluginEnded' });
    expect(saidAsError).toEqual([
      expect.stringMatching(
        /^line.*\nline 299\nTraceback \(most recent call last\):\n.*\njson\.decoder\.JSONDecodeError: /s,
      ),
      expect.stringMatching(/^Its process ended with code 1\. It said: json/),
    ]);
    expect(said[0]).toBe('line 0');
    expect(said).not.toContain('line 299');
  });

  it('says what it prints while it answers as it is', async () => {
    const program = await open('main.py', countingInPython('print("so far", state["seen"], file=sys.stderr)'));
    await fold(program);
    await expect.poll(() => said).toEqual(['so far 0', 'so far 1', 'so far 2']);
    expect(saidAsError).toEqual([]);
  });

  it('goes on after a crash', async () => {
    const program = await inPython(`\n                if state["seen"] == 100: raise SystemExit("no luck")`);
    await expect(fold(program, { seen: 100 })).rejects.toMatchObject({ name: 'PluginEnded' });
    expect(await fold(program)).toMatchObject({ state: { seen: 3 } });
  });

  it('a state in TypeScript that JSON would change is named', async () => {
    const program = await inTypeScript('return { seen: Number.NaN }');
    await expect(fold(program)).rejects.toMatchObject({
      fault: { code: 'no_json_value', values: { part: 'state', of: 'learner', found: 'NaN', pointer: '/seen' } },
    });
  });

  it('a leak in TypeScript ends the same way', async () => {
    const program = await inTypeScript(`const leak = []; for (;;) leak.push(Buffer.alloc(1_000_000, 1))`);
    await expect(fold(program)).rejects.toThrow('200 MB are allowed');
  });

  it('a flood of its log is cut', async () => {
    const program = await inPython(
      `\n                for n in range(20_000): send({"type": "log", "level": "info", "message": "x" * 5_000})`,
    );
    await fold(program).catch(() => undefined);
    expect(said.length).toBeLessThan(210);
    expect(Math.max(...said.map((line) => line.length))).toBe(2_000);
  });
});

it('a trusted plugin runs where it likes, and its limits hold', async () => {
  const source = countingInPython('state["files"] = len(__import__("os").listdir("/proc"))');
  const descriptor = await installPlugin({ id: 'counting', main: 'main.py', network: ['example.org'] }, source);
  const log: PluginLog = (_level, message) => void said.push(pluginSayingText(message));
  const plugin = await openPlugin(descriptor, {}, { hubVersion: '0.1.0', log, limits: quick, trusted: true });
  opened.push(plugin);
  if (plugin.kind !== 'aggregator') throw new Error('It is an aggregator.');
  expect((await fold(plugin.program))?.state?.['files']).toBeGreaterThan(1);
});

it('a plugin that hangs is gone when the hub is killed', async () => {
  const descriptor = await installPlugin({ id: 'counting', main: 'main.py' }, countingInPython());
  await writeFile(
    path.join(descriptor.folder, 'main.py'),
    `import sys\nprint("I hang", file=sys.stderr, flush=True)\nwhile True: pass`,
  );
  const program = await programOfPlugin(descriptor, defaultPluginLimits, false);
  const launch = JSON.stringify(inSandbox(program));
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
