import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';
import { afterEach, describe, expect, it } from 'vitest';
import { countingInPython, countingInTypeScript } from './testing/counting-plugins.ts';
import { CountingPrograms, fold, threeEvents } from './testing/counting-programs.ts';

const programs = new CountingPrograms();

afterEach(() => programs.stop());

describe.each([
  ['TypeScript', 'main.ts', countingInTypeScript()],
  ['Python', 'main.py', countingInPython()],
] as const)('a plugin in %s', (_language, main, source) => {
  it('folds events it was sent once, and history sent whole', async () => {
    const program = await programs.open(main, source);
    expect(await program.keysOf(threeEvents, 3)).toEqual({ keys: ['learner', 'learner', 'learner'], faults: [] });
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
    const copies = threeEvents.map((event) => ({ ...event }));
    const window = { kind: 'all', start: '' } as const;
    const history = [{ key: 'learner', window, state: null, events: copies, until: null }];
    expect(await program.fold(history, 0)).toMatchObject([{ state: { seen: 3 } }]);
  });

  it('is refused with the place in a configuration that does not fit', async () => {
    await expect(programs.open(main, source, { config: { step: 0 } })).rejects.toThrow(
      'config.step must be at least 1.',
    );
    await expect(programs.open(main, source, { config: { stride: 1 } })).rejects.toThrow(
      'config.stride is no setting of this plugin.',
    );
  });

  it('is refused when it asks for the network', async () => {
    await expect(programs.open(main, source, { descriptor: { network: ['example.org'] } })).rejects.toThrow(
      'HUB_TRUSTED_PLUGINS',
    );
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
    expect(await attempt(await programs.inTypeScript(code))).toMatch(new RegExp(reason));
  });

  it('write a file before it says who it is', async () => {
    const source = `process.getBuiltinModule('fs').writeFileSync('/tmp/by-a-plugin', 'x');\n${countingInTypeScript()}`;
    await expect(programs.open('main.ts', source)).rejects.toMatchObject({
      fault: { code: 'writes_files', values: { said: expect.stringContaining('--allow-fs-write') } },
    });
  });

  it('TypeScript: reach the network', async () => {
    const connect = `if (globalThis.tried === undefined) { globalThis.tried = 1; process.getBuiltinModule('net')
      .connect(9, '127.0.0.1').on('error', (error) => console.error('network: ' + error.code)); }`;
    await fold(await programs.inTypeScript(connect));
    await expect.poll(() => programs.said.join()).toContain('network: ENETUNREACH');
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
    const program = await programs.inPython(`
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
    ['a huge state', `state["ballast"] = "x" * 1_100_000`, 'state takes more than 1024 KiB'],
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
    const program = await programs.inPython(code);
    await expect(fold(program)).rejects.toMatchObject({
      name: 'ProcessorFault',
      message: expect.stringContaining(reason),
    });
    await expect(fold(program)).rejects.toMatchObject({ name: 'ProcessorFault' });
  });
});

it('a trusted plugin runs where it likes, and its limits hold', async () => {
  const source = countingInPython('state["files"] = len(__import__("os").listdir("/proc"))');
  const network = { network: ['example.org'] };
  const program = await programs.open('main.py', source, { descriptor: network, trusted: true });
  expect((await fold(program))?.state?.['files']).toBeGreaterThan(1);
});
