import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EnvironmentService, RunningEnvironment } from '../../../src/main/environments/environment.ts';
import { createCourseService, type CourseService, type CourseServiceOptions } from '../../../src/main/course/course-service.ts';
import type { Rehearsal } from '../../../src/main/course/rehearsal.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import type { CommandOutcome, LessonCommand, RunOptions, TypedCommand } from '../../../src/main/terminal/run/command-runner.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';
import type { EventName, EventPayload } from '../../../src/shared/contract.ts';
import type { EnvironmentList, EnvironmentView } from '../../../src/shared/domain/environment.ts';
import type { LabView } from '../../../src/shared/domain/device-view.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/shared/domain/http.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { testCourse } from './course-fixture.ts';
import { createFakeLab, fleet, type FakeLab } from './lab-fixture.ts';

/** A cloud that knows two commands: `make NAME` makes a fleet, `push NAME` gives it a release. */
let cloud: LabView;
let lab: FakeLab;
let environment: EnvironmentService & {
  become(state: EnvironmentView['state'], running?: RunningEnvironment): void;
  switchTo(id: string): void;
};
let saved: Map<string, LabView>;
let home: string;
let workspace: Workspace;
let service: CourseService;
let ran: LessonCommand[];
let interrupted: string[];
let onInterrupt: () => void;
let type: (command: TypedCommand) => Promise<boolean>;
let hears: boolean;
let perform: (command: LessonCommand, options: RunOptions) => Promise<CommandOutcome>;
let rehearsal: Rehearsal | undefined;
let events: { name: EventName; payload: unknown }[];

const empty: LabView = { account: { username: 'learner' }, fleets: [], logs: [], readAt: 0 };
const device = { uuid: '0123456789abcdef0123456789abcdef', address: '10.42.0.7', deviceType: 'generic-amd64' };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetlab-course-'));
  await mkdir(join(home, 'seed', 'app'), { recursive: true });
  await mkdir(join(home, 'cli'));
  await writeFile(join(home, 'seed', 'app', 'file'), 'first\nold\n');
  cloud = empty;
  saved = new Map();
  ran = [];
  interrupted = [];
  onInterrupt = () => undefined;
  events = [];
  perform = performInCloud;
  rehearsal = undefined;
  environment = createFakeEnvironment();
  await open();
  environment.become('ready', runningEnvironment());
});

afterEach(async () => {
  await close();
  await rm(home, { recursive: true, force: true });
});

const answerTo: (request: HttpRequest) => Promise<HttpAnswer> = () =>
  Promise.resolve({ verdict: 'delivered', status: 200, milliseconds: 1 });

async function open(environments?: CourseServiceOptions['environments']): Promise<void> {
  const bus = createEventBus();
  bus.subscribe((name, payload) => events.push({ name, payload }));
  lab = createFakeLab(cloud);
  workspace = await createWorkspace({ folder: join(home, 'workspace'), seed: join(home, 'seed'), bus });
  const runner = {
    async run(command: LessonCommand, options: RunOptions) {
      const outcome = await perform(command, options);
      ran.push(command);
      return outcome;
    },
    interrupt(terminalId: string) {
      interrupted.push(terminalId);
      onInterrupt();
      return Promise.resolve();
    },
    onTyped(listener: typeof type) {
      type = listener;
      hears = true;
      return () => (hears = false);
    },
  };
  const asker = { request: (request: HttpRequest) => answerTo(request) };
  service = await createCourseService({
    course: testCourse,
    workspace,
    lab,
    runner,
    asker,
    environment,
    bus,
    dataDirectory: home,
    ...(environments === undefined ? {} : { environments }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
  });
}

async function close(): Promise<void> {
  await service.close();
  await workspace.close();
}

function become(view: LabView): void {
  cloud = view;
  lab.become(view);
}

async function performInCloud(command: LessonCommand, options: RunOptions): Promise<CommandOutcome> {
  options.onStarted?.('terminal-1');
  const [verb, name = ''] = command.text.split(' ');
  if (verb === 'make') {
    if (cloud.fleets.some((known) => known.name === name)) return Promise.resolve({ exitCode: 1, milliseconds: 1, output: 'exists' });
    become({ ...cloud, fleets: [...cloud.fleets, fleet({ name, slug: `practice/${name}`, releases: [] })] });
  }
  if (verb === 'push') become({ ...cloud, fleets: [...cloud.fleets, fleet({ name, slug: `practice/${name}` })] });
  return Promise.resolve(command.endless ? { milliseconds: 1, output: '' } : { exitCode: 0, milliseconds: 1, output: '' });
}

function runningEnvironment(): RunningEnvironment {
  return {
    id: 'practice',
    kind: 'practice',
    name: 'practice device',
    cloud: { apiUrl: '', builderUrl: '', dashboardUrl: '' },
    dataDirectory: join(home, 'cli'),
    variables: {},
    ssh: { host: '127.0.0.1', port: 1 },
    device,
    stage: () => environment,
    checkpoints: {
      list: () => Promise.resolve([...saved.keys()]),
      save(name) {
        saved.set(name, cloud);
        return Promise.resolve();
      },
      restore(name) {
        const view = saved.get(name);
        if (view === undefined) return Promise.reject(new FleetlabError('not-found', `There is no checkpoint ${name}.`));
        become(view);
        return Promise.resolve();
      },
      remove(name) {
        saved.delete(name);
        return Promise.resolve();
      },
    },
  };
}

function createFakeEnvironment(): typeof environment {
  let view: EnvironmentView = { id: 'practice', kind: 'practice', name: 'practice device', state: 'starting' };
  let current: RunningEnvironment | undefined;
  const listeners = new Set<(view: EnvironmentView) => void>();
  return {
    become(state, running) {
      view = { ...view, state };
      current = running;
      for (const listener of [...listeners]) listener(view);
    },
    switchTo(id) {
      view = { ...view, id };
      for (const listener of [...listeners]) listener(view);
    },
    view: () => view,
    current: () => current,
    ready: () =>
      new Promise((resolve) => {
        if (current !== undefined) resolve(current);
        else listeners.add(() => current !== undefined && resolve(current));
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function payloads<Name extends EventName>(name: Name): EventPayload<Name>[] {
  return events.filter((event) => event.name === name).map((event) => event.payload as EventPayload<Name>);
}

const file = () => readFile(join(home, 'workspace', 'app', 'file'), 'utf8');

describe('the course', () => {
  it('has its variables filled, and says when they become known', async () => {
    await close();
    events = [];
    environment = createFakeEnvironment();
    await open();
    expect(service.view().course.sections[0]?.steps[0]?.blocks[2]).toMatchObject({ text: 'show <uuid>' });
    const run = service.handlers['block.run']({ stepId: 'one', blockId: 'show', whenBusy: 'refuse' });
    await expect(run).rejects.toMatchObject({ code: 'not-ready' });
    environment.become('ready', runningEnvironment());
    expect(payloads('course.changed').at(-1)?.sections[0]?.steps[0]?.blocks[2]).toMatchObject({ text: `show ${device.uuid}` });
  });

  it('sends who has chosen no device of their account to choose one', async () => {
    await close();
    environment = createFakeEnvironment();
    await open();
    const elsewhere = runningEnvironment();
    delete elsewhere.device;
    environment.become('ready', { ...elsewhere, chosenDevice: () => undefined });
    const run = service.handlers['block.run']({ stepId: 'one', blockId: 'show', whenBusy: 'refuse' });
    await expect(run).rejects.toMatchObject({ code: 'not-ready', action: expect.stringContaining('choose your device') as string });
  });
});

describe('progress', () => {
  it('keeps place, hints and answers across a restart', async () => {
    await service.handlers['course.go']({ stepId: 'two' });
    await service.handlers['course.hint']({ stepId: 'one', count: 1 });
    await service.handlers['course.answer']({ stepId: 'one', blockId: 'ask', option: 1 });
    await close();
    await open();
    expect(service.view().progress).toEqual({
      place: 'two',
      steps: { one: { passed: false, hints: 1, solved: false, answers: { ask: 1 } } },
    });
  });

  it('counts no more hints than there are, and never takes one back', async () => {
    await service.handlers['course.hint']({ stepId: 'one', count: 9 });
    const progress = await service.handlers['course.hint']({ stepId: 'one', count: 1 });
    expect(progress.steps['one']?.hints).toBe(2);
  });

  it('refuses steps, blocks and answers that do not exist', async () => {
    const { handlers } = service;
    await expect(handlers['course.go']({ stepId: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(handlers['course.answer']({ stepId: 'one', blockId: 'ask', option: 2 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(handlers['course.answer']({ stepId: 'one', blockId: 'make', option: 0 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(handlers['block.run']({ stepId: 'one', blockId: 'ask', whenBusy: 'refuse' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(handlers['block.applyEdit']({ stepId: 'two', blockId: 'push', replace: false })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('starts from the backup when the file is damaged, and says so', async () => {
    await service.handlers['course.hint']({ stepId: 'one', count: 1 });
    await service.close();
    await service.handlers['course.hint']({ stepId: 'one', count: 2 });
    await close();
    await writeFile(join(home, 'progress-test.json'), '{"version":1,"pla');
    await open();
    expect(service.view().progress.steps['one']?.hints).toBe(1);
    expect(service.notices).toHaveLength(1);
  });
});

describe('checks', () => {
  it('turn by themselves when the device changes, and stay passed', async () => {
    become({ ...cloud, fleets: [fleet({ name: 'FleetOne' })] });
    await vi.waitFor(() => expect(payloads('checks.changed').at(-1)?.results[0]?.verdict).toBe('passed'), 10_000);
    expect(service.view().progress.steps['one']?.passed).toBe(true);
    become(empty);
    await vi.waitFor(() => expect(payloads('checks.changed').at(-1)?.results[0]?.verdict).toBe('not-yet'), 10_000);
    expect(service.view().progress.steps['one']?.passed).toBe(true);
  });

  it('turn by themselves when a file changes', async () => {
    await service.handlers['course.go']({ stepId: 'two' });
    await writeFile(join(home, 'workspace', 'app', 'file'), 'new\n');
    await vi.waitFor(
      () =>
        expect(payloads('checks.changed').at(-1)).toMatchObject({
          stepId: 'two',
          results: [{ verdict: 'passed' }, { verdict: 'not-yet' }],
        }),
      10_000,
    );
  });

  it('tell the state and the help', async () => {
    const [result] = await service.handlers['course.check']({ stepId: 'one' });
    expect(result).toEqual({ id: 'exists', verdict: 'not-yet', message: 'There is no fleet FleetOne yet. You have none. Make it.' });
  });

  it('can be asked for another step without changing this one', async () => {
    const results = await service.handlers['course.check']({ stepId: 'two' });
    expect(results.map(({ verdict }) => verdict)).toEqual(['not-yet', 'not-yet']);
    expect(payloads('checks.changed').every(({ stepId }) => stepId === 'one')).toBe(true);
  });
});

describe('running a block', () => {
  it('answers with the terminal, and tells how far the command is', async () => {
    expect(await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' })).toEqual({
      terminalId: 'terminal-1',
    });
    await vi.waitFor(
      () => expect(payloads('block.changed').map(({ run }) => run.state)).toMatchObject(['waiting', 'running', 'done']),
      10_000,
    );
    expect(payloads('block.changed').at(-1)).toMatchObject({
      stepId: 'one',
      run: { blockId: 'make', state: 'done', exitCode: 0, milliseconds: 1 },
    });
    expect(ran[0]).toMatchObject({ text: 'make FleetOne', folder: join(home, 'workspace', 'app') });
  });

  it('is stopped when that is asked for, with the exit code that this gives', async () => {
    perform = (_command, { onStarted }) => {
      onStarted?.('t1');
      return new Promise((resolve) => (onInterrupt = () => resolve({ exitCode: 130, milliseconds: 5, output: '^C\n' })));
    };
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    expect(service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'running' }]);
    await service.handlers['block.cancel']({ stepId: 'one', blockId: 'make' });
    await vi.waitFor(() => expect(service.view().runs['one']).toMatchObject([{ state: 'done', exitCode: 130, output: '^C\n' }]), 10_000);
    await service.handlers['block.cancel']({ stepId: 'one', blockId: 'make' });
  });

  it('that is refused leaves what an earlier run came to', async () => {
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    await vi.waitFor(() => expect(service.view().runs['one']).toMatchObject([{ state: 'done', exitCode: 0 }]), 10_000);
    perform = () => Promise.reject(new FleetlabError('terminal-busy', 'A program runs there.'));
    await expect(service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' })).rejects.toThrow('A program');
    expect(service.view().runs['one']).toMatchObject([{ state: 'done', exitCode: 0 }]);
  });

  it('of an endless command says only that it was sent', async () => {
    await service.handlers['block.run']({ stepId: 'two', blockId: 'logs', whenBusy: 'refuse' });
    await vi.waitFor(() => expect(payloads('block.changed').at(-1)?.run).toMatchObject({ blockId: 'logs', state: 'sent' }), 10_000);
  });

  it('of an endless command tells that it failed, also where that is at once', async () => {
    perform = (_command, { onStarted, onEnded }) => {
      onStarted?.('terminal-1');
      onEnded?.({ exitCode: 127, milliseconds: 1, output: 'not found' });
      return Promise.resolve({ milliseconds: 1, output: '' });
    };
    await service.handlers['block.run']({ stepId: 'two', blockId: 'logs', whenBusy: 'refuse' });
    await vi.waitFor(() => expect(service.view().runs['two']).toMatchObject([{ blockId: 'logs', state: 'done', exitCode: 127 }]), 10_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(service.view().runs['two']).toMatchObject([{ blockId: 'logs', state: 'done', exitCode: 127, output: 'not found' }]);
  });

  it('belongs to the environment that it ran in', async () => {
    let end: () => void = () => undefined;
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return new Promise((resolve) => (end = () => resolve({ exitCode: 0, milliseconds: 5, output: '' })));
    };
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    environment.switchTo('elsewhere');
    expect(payloads('runs.changed').at(-1)).toEqual({});
    const told = payloads('block.changed').length;
    end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // It ends where nobody looks now.
    expect(payloads('block.changed')).toHaveLength(told);
    expect(service.view().runs).toEqual({});
    environment.switchTo('practice');
    expect(payloads('runs.changed').at(-1)).toMatchObject({ one: [{ blockId: 'make', state: 'done', exitCode: 0 }] });
  });

  it('of an endless command that is asked for again while it goes on tells its end', async () => {
    const ends: (() => void)[] = [];
    perform = (_command, { onStarted, onEnded }) => {
      onStarted?.('terminal-1');
      // The terminal that runs it already is brought to the front: nothing begins that could end.
      if (ends.length === 0) ends.push(() => onEnded?.({ exitCode: 130, milliseconds: 9, output: '' }));
      return Promise.resolve({ milliseconds: 0, output: '' });
    };
    const run = () => service.handlers['block.run']({ stepId: 'two', blockId: 'logs', whenBusy: 'refuse' });
    const isState = (state: string) => expect.poll(() => service.view().runs['two']).toMatchObject([{ blockId: 'logs', state }]);
    await run();
    await isState('sent');
    await run();
    await isState('sent');
    ends[0]?.();
    await isState('done');
  });

  it('that a terminal had, and did not come to its end there, says why', async () => {
    const ended = new FleetlabError('terminal-ended', 'The shell there has ended.', 'Run it again: a new terminal opens.');
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return new Promise((_resolve, reject) => setTimeout(() => reject(ended), 5));
    };
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    const { code, message, action } = ended;
    const lost = { blockId: 'make', state: 'lost', problem: { code, message, action } };
    await expect.poll(() => service.view().runs['one']).toMatchObject([lost]);
    expect(payloads('block.changed').at(-1)?.run).toMatchObject(lost);
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return Promise.reject(new FleetlabError('cancelled', 'The command was interrupted.'));
    };
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    // Some of it may have run.
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'sent', isStopped: true }]);
  });

  /** A command that goes on until it is interrupted. */
  function performUntilStopped(_command: LessonCommand, { signal, onStarted }: RunOptions): Promise<CommandOutcome> {
    onStarted?.('terminal-1');
    const interruptedOutcome = { exitCode: 130, milliseconds: 5, output: '' };
    return new Promise((resolve) => {
      onInterrupt = () => resolve(interruptedOutcome);
      signal?.addEventListener('abort', onInterrupt, { once: true });
    });
  }

  it('is not begun a second time while it is under way, and can still be stopped', async () => {
    perform = performUntilStopped;
    const run = () => service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'new-terminal' });
    await run();
    await expect(run()).rejects.toMatchObject({ code: 'already-runs' });
    expect(service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'running' }]);
    await service.handlers['block.cancel']({ stepId: 'one', blockId: 'make' });
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'done', exitCode: 130 }]);
    expect(ran).toHaveLength(1);
  });

  it('of an endless command can still be stopped where asking for it once more was refused', async () => {
    const run = () => service.handlers['block.run']({ stepId: 'two', blockId: 'logs', whenBusy: 'refuse' });
    await run();
    await expect.poll(() => service.view().runs['two']).toMatchObject([{ state: 'sent' }]);
    perform = () => Promise.reject(new FleetlabError('terminal-busy', 'A program runs there.'));
    await expect(run()).rejects.toMatchObject({ code: 'terminal-busy' });
    expect(service.view().runs['two']).toMatchObject([{ state: 'sent' }]);
    await service.handlers['block.cancel']({ stepId: 'two', blockId: 'logs' });
    expect(interrupted).toEqual(['terminal-1']);
  });

  it('waits for no terminal once another environment is chosen', async () => {
    perform = (_command, { signal }) =>
      new Promise((_resolve, reject) => {
        const stop = () => reject(new FleetlabError('cancelled', 'The command was interrupted.'));
        if (signal?.aborted === true) stop();
        signal?.addEventListener('abort', stop, { once: true });
      });
    const waiting = service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'wait' });
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'waiting' }]);
    environment.switchTo('elsewhere');
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    environment.switchTo('practice');
    expect(service.view().runs['one']).toEqual([]);
  });

  it('is interrupted before its step is reset, so that it changes nothing afterwards', async () => {
    perform = performUntilStopped;
    await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    expect(await service.handlers['course.reset']({ stepId: 'one' })).toMatchObject({ state: 'done' });
    expect(ran).toHaveLength(1);
    expect(service.view().runs).toEqual({});
    expect(payloads('block.changed').at(-1)?.run).toEqual({ blockId: 'make', state: 'idle' });
  });

  it('is refused as the terminal refuses it, and the block is as before', async () => {
    perform = () => Promise.reject(new FleetlabError('terminal-busy', 'A program runs there.'));
    await expect(service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' })).rejects.toMatchObject({
      code: 'terminal-busy',
    });
    expect(payloads('block.changed').at(-1)?.run).toEqual({ blockId: 'make', state: 'idle' });
  });

  it('is refused in words when its folder is gone', async () => {
    await rm(join(home, 'workspace', 'app'), { recursive: true });
    await expect(service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' })).rejects.toMatchObject({
      code: 'workspace-missing',
    });
  });
});

const typed = (text: string, folder = 'app'): TypedCommand => {
  const outcome = Promise.resolve({ exitCode: 0, milliseconds: 5, output: '' });
  const ending = Promise.resolve();
  const place = { environment: 'practice', terminalId: 't1', folder: join(workspace.folder, folder) };
  return { text, target: { kind: 'laptop' }, ...place, ending, outcome };
};

describe('a lesson’s command that is typed by hand', () => {
  it('is that of the step that the learner is on, with its variables filled, in its folder', async () => {
    expect(await type(typed('push FleetTwo'))).toBe(false);
    expect(await type(typed('make FleetOne', '.'))).toBe(false);
    expect(await type(typed('make FleetOne'))).toBe(true);
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'done', exitCode: 0 }]);
  });

  it('leads to a look at the device, as one that was run does', async () => {
    const refresh = vi.spyOn(lab, 'refresh');
    await type(typed('make FleetOne'));
    await expect.poll(() => refresh.mock.calls.length).toBeGreaterThan(0);
  });

  it('without end leads to a look at the device as it begins', async () => {
    await service.handlers['course.go']({ stepId: 'two' });
    const refresh = vi.spyOn(lab, 'refresh');
    await type({ ...typed('logs'), outcome: new Promise(() => undefined), ending: new Promise(() => undefined) });
    await expect.poll(() => refresh.mock.calls.length).toBeGreaterThan(0);
  });

  it('is heard of until the course is closed', async () => {
    expect(hears).toBe(true);
    await service.close();
    expect(hears).toBe(false);
  });
});

describe('solve', () => {
  it('makes the edits, runs the commands, and ends when the checks pass', async () => {
    const task = await service.handlers['course.solve']({ stepId: 'two' });
    expect(task).toMatchObject({ stepId: 'two', kind: 'solve', state: 'done' });
    expect(await file()).toBe('first\nnew\n');
    expect(ran.map(({ text }) => text)).toEqual(['push FleetTwo']);
    expect(service.view().progress.steps['two']).toMatchObject({ passed: true, solved: true });
    expect(payloads('task.changed').map(({ message }) => message)).toContain('Running push FleetTwo');
  });

  it('does nothing where all is done', async () => {
    become({ ...cloud, fleets: [fleet({ name: 'FleetOne' })] });
    expect(await service.handlers['course.solve']({ stepId: 'one' })).toMatchObject({ state: 'done' });
    expect(ran).toEqual([]);
  });

  it('gives a file that went another way the lesson’s text, and keeps a copy', async () => {
    await writeFile(join(home, 'workspace', 'app', 'file'), 'quite different\n');
    expect(await service.handlers['course.solve']({ stepId: 'two' })).toMatchObject({ state: 'done' });
    expect(await file()).toBe('first\nnew\n');
    const [copy] = workspace.copies.list();
    expect(copy).toMatchObject({ reason: 'solve', step: '1.2 Two' });
    expect(await keptFile(copy?.id)).toBe('quite different\n');
  });

  it('opens a terminal of its own where the first one is busy', async () => {
    perform = (command, options) =>
      options.whenBusy === 'new-terminal'
        ? performInCloud(command, options)
        : Promise.reject(new FleetlabError('terminal-busy', 'A program runs there.'));
    expect(await service.handlers['course.solve']({ stepId: 'two' })).toMatchObject({ state: 'done' });
  });

  it('takes a command that the learner has begun for its own, and does not run it twice', async () => {
    let end: () => void = () => undefined;
    perform = async (command, options) => {
      options.onStarted?.('terminal-1');
      await new Promise<void>((resolve) => (end = resolve));
      return performInCloud(command, {});
    };
    const begun = service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'running' }]);
    const task = service.handlers['course.solve']({ stepId: 'one' });
    await expect.poll(() => payloads('task.changed').map(({ message }) => message)).toContain('Running make FleetOne');
    end();
    await begun;
    expect(await task).toMatchObject({ state: 'done' });
    expect(ran).toHaveLength(1);
  });

  it('does itself what the learner has only told to wait for a terminal', async () => {
    perform = (command, options) =>
      options.whenBusy === 'wait'
        ? new Promise((_resolve, reject) =>
            options.signal?.addEventListener('abort', () => reject(new FleetlabError('cancelled', 'It was stopped.')), { once: true }),
          )
        : performInCloud(command, options);
    const waiting = service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'wait' });
    waiting.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await service.handlers['course.solve']({ stepId: 'one' })).toMatchObject({ state: 'done' });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(ran).toHaveLength(1);
  });

  it('calls off what the learner has told to wait, so that nothing begins in its midst', async () => {
    perform = (command, options) =>
      options.whenBusy === 'wait'
        ? new Promise((_resolve, reject) =>
            options.signal?.addEventListener('abort', () => reject(new FleetlabError('cancelled', 'It was stopped.')), { once: true }),
          )
        : performInCloud(command, options);
    const waiting = service.handlers['block.run']({ stepId: 'one', blockId: 'show', whenBusy: 'wait' });
    waiting.catch(() => undefined);
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ waitsFor: 'a free terminal' }]);
    const task = service.handlers['course.solve']({ stepId: 'one' });
    await expect(service.handlers['block.run']({ stepId: 'one', blockId: 'show', whenBusy: 'refuse' })).rejects.toMatchObject({
      code: 'task-running',
      message: 'Step 1.1 is being done for you.',
    });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await task).toMatchObject({ state: 'done' });
    expect(ran.map(({ text }) => text)).toEqual(['make FleetOne']);
  });

  it('is given up when another environment is chosen', async () => {
    perform = (_command, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true }));
    const task = service.handlers['course.solve']({ stepId: 'one' });
    await expect.poll(() => payloads('task.changed').map(({ message }) => message)).toContain('Running make FleetOne');
    environment.switchTo('elsewhere');
    expect(await task).toMatchObject({ state: 'cancelled' });
  });

  it('says which command failed', async () => {
    perform = () => Promise.resolve({ exitCode: 3, milliseconds: 1, output: '' });
    const task = await service.handlers['course.solve']({ stepId: 'one' });
    expect(task).toMatchObject({ state: 'failed', message: expect.stringContaining('"make FleetOne" ended with exit code 3') as string });
    expect(service.view().progress.steps['one']?.passed ?? false).toBe(false);
  });

  it('can be stopped; a second one has to wait', async () => {
    perform = (_command, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true }));
    const task = service.handlers['course.solve']({ stepId: 'one' });
    await vi.waitFor(() => expect(payloads('task.changed')).not.toHaveLength(0), 10_000);
    await expect(service.handlers['course.reset']({ stepId: 'one' })).rejects.toMatchObject({ code: 'task-running' });
    await service.handlers['course.cancelTask'](undefined);
    expect(await task).toMatchObject({ state: 'cancelled' });
  });
});

async function keptFile(copy = ''): Promise<string> {
  return Buffer.from((await workspace.copies.files(copy)).get('app/file') ?? []).toString('utf8');
}

describe('an edit that does not fit', () => {
  const change = { stepId: 'two', blockId: 'change' };

  it('shows what the lesson’s file would change, and may be replaced by it; a copy is kept', async () => {
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    await expect(service.handlers['block.applyEdit']({ ...change, replace: false })).rejects.toMatchObject({ code: 'edit-does-not-fit' });
    expect(await service.handlers['block.viewEdit'](change)).toMatchObject({
      state: 'conflict',
      replacement: expect.arrayContaining([
        { kind: 'removed', text: 'mine' },
        { kind: 'added', text: 'new' },
      ]) as unknown,
    });
    await service.handlers['block.applyEdit']({ ...change, replace: true });
    expect(await file()).toContain('new');
    expect(await service.handlers['block.viewEdit'](change)).toMatchObject({ state: 'applied' });
    const [copy] = await readdir(join(home, 'copies'));
    expect(await readFile(join(home, 'copies', copy ?? '', 'files', 'app', 'file'), 'utf8')).toBe('mine\n');
  });

  it('makes the file again where it was deleted', async () => {
    await rm(join(home, 'workspace', 'app', 'file'));
    expect(await service.handlers['block.viewEdit'](change)).toMatchObject({ state: 'missing' });
    await service.handlers['block.applyEdit']({ ...change, replace: true });
    expect(await file()).toContain('new');
  });
});

describe('reset', () => {
  it('brings back files and device as the step found them, and keeps copies', async () => {
    await service.handlers['course.solve']({ stepId: 'one' });
    await service.handlers['course.go']({ stepId: 'two' });
    await vi.waitFor(() => expect([...saved.keys()]).toEqual(['start-test-one', 'start-test-two']), 10_000);
    await service.handlers['course.solve']({ stepId: 'two' });

    const task = await service.handlers['course.reset']({ stepId: 'two' });
    expect(task).toMatchObject({ state: 'done', message: expect.stringContaining('among the earlier copies') as string });
    expect(await keptFile(workspace.copies.list()[0]?.id)).toBe('first\nnew\n');
    expect(await file()).toBe('first\nold\n');
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
    expect((await service.handlers['course.check']({ stepId: 'two' })).map(({ verdict }) => verdict)).toEqual(['not-yet', 'not-yet']);
    expect(service.view().progress.steps['two']).toEqual({ passed: false, hints: 0, solved: false, answers: {} });
    expect(service.view().progress.steps['one']?.passed).toBe(true);
  });

  it('starts later steps anew after an earlier one was reset', async () => {
    await service.handlers['course.solve']({ stepId: 'one' });
    await service.handlers['course.go']({ stepId: 'two' });
    await vi.waitFor(() => expect(saved.has('start-test-two')).toBe(true), 10_000);
    await service.handlers['course.reset']({ stepId: 'one' });
    await service.handlers['course.go']({ stepId: 'one' });
    await service.handlers['course.solve']({ stepId: 'one' });
    saved.delete('start-test-two');
    await service.handlers['course.go']({ stepId: 'two' });
    await vi.waitFor(() => expect(saved.has('start-test-two')).toBe(true), 10_000);
  });

  it('does not take a look ahead for a step’s start', async () => {
    await vi.waitFor(() => expect(saved.has('start-test-one')).toBe(true), 10_000);
    await service.handlers['course.go']({ stepId: 'two' });
    const task = await service.handlers['course.reset']({ stepId: 'two' });
    expect(task).toMatchObject({ state: 'done', message: expect.stringContaining('stay as they are') as string });
    expect(saved.has('start-test-two')).toBe(false);
  });

  it('signs out where the step began signed out', async () => {
    await close();
    const signedOut = { ...empty };
    delete signedOut.account;
    become(signedOut);
    saved.clear();
    await rm(join(home, 'step-starts-test.json'), { force: true });
    await rm(join(home, 'step-starts-test.json.bak'), { force: true });
    await open();
    await vi.waitFor(() => expect(saved.has('start-test-one')).toBe(true), 10_000);
    await writeFile(join(home, 'cli', 'token'), 'secret');
    expect(await service.handlers['course.reset']({ stepId: 'one' })).toMatchObject({ state: 'done' });
    expect(await readdir(join(home, 'cli'))).toEqual([]);
  });

  it('puts the files back also where the device cannot be, and says what is missing', async () => {
    await vi.waitFor(() => expect(saved.has('start-test-one')).toBe(true), 10_000);
    saved.clear();
    await writeFile(join(home, 'workspace', 'app', 'file'), 'x');
    const task = await service.handlers['course.reset']({ stepId: 'one' });
    expect(task).toMatchObject({ state: 'failed', message: expect.stringContaining('There is no checkpoint start-test-one') as string });
    expect(await file()).toBe('first\nold\n');
  });

  it('without checkpoints restores the files only, and says so', async () => {
    const plain = runningEnvironment();
    delete plain.checkpoints;
    environment.become('ready', plain);
    await writeFile(join(home, 'workspace', 'app', 'file'), 'x');
    const task = await service.handlers['course.reset']({ stepId: 'one' });
    expect(task).toMatchObject({ state: 'done', message: expect.stringContaining('cannot be put back') as string });
    expect(await file()).toBe('first\nold\n');
  });
});

describe('while a step is reset', () => {
  const run = { stepId: 'one', blockId: 'make', whenBusy: 'refuse' } as const;

  /** An environment whose checkpoints take until they are let go on. */
  function slowEnvironment(slow: 'save' | 'restore'): { goOn: () => void } {
    const running = runningEnvironment();
    const { checkpoints } = running;
    if (checkpoints === undefined) throw new Error('It has no checkpoints.');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const work = async (name: string) => {
      await promise;
      await checkpoints[slow](name);
    };
    environment.become('ready', { ...running, checkpoints: { ...checkpoints, [slow]: work } });
    return { goOn: () => resolve(undefined) };
  }

  /** Resolves when the cloud is being put back, which then goes on when that is said. */
  async function beginReset(): Promise<{ task: Promise<unknown>; goOn: () => void }> {
    await vi.waitFor(() => expect(saved.has('start-test-one')).toBe(true), 10_000);
    const { goOn } = slowEnvironment('restore');
    const task = service.handlers['course.reset']({ stepId: 'one' });
    await expect.poll(() => payloads('task.changed').at(-1)?.message).toContain('Putting the cloud');
    return { task, goOn };
  }

  it('no command, edit or request begins, and it is said what is under way', async () => {
    const { task, goOn } = await beginReset();
    const refusal = { code: 'task-running', message: 'Step 1.1 is being reset.', action: expect.stringContaining('cancel it') as string };
    await expect(service.handlers['block.run'](run)).rejects.toMatchObject(refusal);
    await expect(service.handlers['block.applyEdit']({ stepId: 'two', blockId: 'change', replace: false })).rejects.toMatchObject(refusal);
    await expect(service.handlers['block.request']({ stepId: 'two', blockId: 'ask-device' })).rejects.toMatchObject(refusal);
    await expect(service.handlers['course.solve']({ stepId: 'two' })).rejects.toMatchObject(refusal);
    // What is typed by hand cannot be refused; it is not told either, as it may not stay.
    expect(await type(typed('make FleetOne'))).toBe(false);
    goOn();
    expect(await task).toMatchObject({ state: 'done' });
    expect(ran).toEqual([]);
    expect(service.view().runs).toEqual({});
    await service.handlers['block.run'](run);
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'done' }]);
  });

  it('another environment is chosen: there as well nothing begins before it has ended', async () => {
    const { task, goOn } = await beginReset();
    environment.switchTo('elsewhere');
    await expect(service.handlers['block.run'](run)).rejects.toMatchObject({ code: 'task-running' });
    goOn();
    await task;
    await service.handlers['block.run'](run);
    await expect.poll(() => ran).toHaveLength(1);
  });

  it('the learner goes to another step: the state in its midst is not that step’s start', async () => {
    await service.handlers['course.solve']({ stepId: 'one' });
    const { task, goOn } = await beginReset();
    await service.handlers['course.go']({ stepId: 'two' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(saved.has('start-test-two')).toBe(false);
    goOn();
    await task;
  });

  it('a command that waited for the step’s start to be saved is called off', async () => {
    await close();
    saved.clear();
    await rm(join(home, 'step-starts-test.json'), { force: true });
    environment = createFakeEnvironment();
    await open();
    const { goOn } = slowEnvironment('save');
    const pressed = service.handlers['block.run'](run);
    expect(service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'waiting' }]);
    const task = service.handlers['course.reset']({ stepId: 'one' });
    await expect(pressed).rejects.toMatchObject({ code: 'cancelled' });
    goOn();
    expect(await task).toMatchObject({ state: 'done' });
    expect(ran).toEqual([]);
    expect(service.view().runs).toEqual({});
  });

  it('what runs where it was begun is forgotten there, and not where one has gone', async () => {
    await service.handlers['block.run'](run);
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'done' }]);
    const { task, goOn } = await beginReset();
    environment.switchTo('elsewhere');
    goOn();
    await task;
    environment.switchTo('practice');
    expect(service.view().runs).toEqual({});
  });
});

it('a command can be called off while it waits for the step’s start to be saved', async () => {
  await close();
  environment = createFakeEnvironment();
  await open();
  const pressed = service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
  await service.handlers['block.cancel']({ stepId: 'one', blockId: 'make' });
  await expect(pressed).rejects.toMatchObject({ code: 'cancelled' });
  environment.become('ready', runningEnvironment());
  expect(ran).toEqual([]);
});

it('is closed whole where its disk is full, which is said', async () => {
  // As a full disk: neither file can be written.
  for (const name of ['progress-test', 'step-starts-test']) await mkdir(join(home, `${name}.json.new`));
  await service.handlers['course.go']({ stepId: 'two' });
  await service.close();
  expect(payloads('app.notice').at(-1)).toMatchObject({
    message: expect.stringContaining('progress-test.json could not be saved') as string,
  });
});

it('nothing is begun in a course that is closed', async () => {
  await service.close();
  const closed = { code: 'closed' };
  await expect(service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' })).rejects.toMatchObject(closed);
  await expect(service.handlers['course.reset']({ stepId: 'one' })).rejects.toMatchObject(closed);
  await expect(service.handlers['block.applyEdit']({ stepId: 'two', blockId: 'change', replace: false })).rejects.toMatchObject(closed);
});

describe('what came of commands', () => {
  it('is forgotten with its environment, when that is removed and when it was meanwhile', async () => {
    const listOf = (ids: string[]): EnvironmentList => ({
      chosen: ids[0] ?? '',
      environments: ids.map((id) => ({ id, kind: 'practice', name: id })),
      tokens: 'files',
      fleets: {},
    });
    let list = listOf(['practice', 'elsewhere', 'third']);
    const listeners = new Set<(list: EnvironmentList) => void>();
    const environments = {
      list: () => list,
      onListChange: (listener: (list: EnvironmentList) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    await close();
    await open(environments);
    for (const id of ['third', 'elsewhere', 'practice']) {
      environment.switchTo(id);
      await service.handlers['block.run']({ stepId: 'one', blockId: 'make', whenBusy: 'refuse' });
    }
    const known = () => ['practice', 'elsewhere', 'third'].filter((id) => (environment.switchTo(id), 'one' in service.view().runs));
    await expect.poll(known).toEqual(['practice', 'elsewhere', 'third']);
    list = listOf(['practice', 'third']);
    for (const listener of listeners) listener(list);
    expect(known()).toEqual(['practice', 'third']);
    await close();
    list = listOf(['practice']);
    await open(environments);
    expect(known()).toEqual(['practice']);
    expect(await readFile(join(home, 'runs-test.json'), 'utf8')).not.toContain('elsewhere');
  });

  const run = { stepId: 'one', blockId: 'make', whenBusy: 'refuse' } as const;

  it('is there again after a restart, and gone where the practice device is another one', async () => {
    await service.handlers['block.run'](run);
    await expect.poll(() => service.view().runs['one']).toMatchObject([{ state: 'done' }]);
    await close();
    await open();
    expect(service.view().runs['one']).toMatchObject([{ blockId: 'make', state: 'done', exitCode: 0 }]);
    environment.become('ready', { ...runningEnvironment(), device: { ...device, uuid: 'f'.repeat(32) } });
    expect(service.view().runs).toEqual({});
    expect(payloads('runs.changed').at(-1)).toEqual({});
  });
});

describe('a jump', () => {
  /** The steps before `two` make a fleet; whoever has not done them gets it so. */
  const rehearsed = { ...empty, fleets: [fleet({ name: 'FleetOne', releases: [] })] };

  async function openWithRehearsal(prepare: Rehearsal['prepare']): Promise<void> {
    await close();
    rehearsal = { prepare };
    await open();
    await vi.waitFor(() => expect(saved.has('start-test-one')).toBe(true), 10_000);
  }

  const succeed: Rehearsal['prepare'] = (stepId, _environment, { say }) => {
    say('On the way.', 0.5);
    saved.set(`rehearsed-${stepId}`, rehearsed);
    return Promise.resolve(`rehearsed-${stepId}`);
  };

  it('tells first which files it changes, and where the state comes from', async () => {
    await openWithRehearsal(succeed);
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    await writeFile(join(home, 'workspace', 'app', 'notes'), 'mine\n');
    await writeFile(join(home, 'workspace', 'own'), 'left alone\n');
    expect(await service.handlers['course.preview']({ stepId: 'two', kind: 'jump' })).toEqual({
      files: [
        { path: 'app/file', change: 'overwritten' },
        { path: 'app/notes', change: 'removed' },
      ],
      state: 'rehearsed',
    });
    expect(await service.handlers['course.preview']({ stepId: 'one', kind: 'reset' })).toMatchObject({ state: 'own' });
    expect(await file()).toBe('mine\n');
  });

  it('brings files, cloud and learner to a step that they have not come to, and undo brings all back', async () => {
    await openWithRehearsal(succeed);
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    await service.handlers['course.hint']({ stepId: 'two', count: 1 });

    const task = await service.handlers['course.jump']({ stepId: 'two' });
    expect(task).toMatchObject({ kind: 'jump', stepId: 'two', state: 'done' });
    expect(payloads('task.changed').find(({ fraction }) => fraction === 0.5)).toMatchObject({ message: 'On the way.' });
    expect(await file()).toBe('first\nold\n');
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
    expect(service.view().progress).toMatchObject({ place: 'two', steps: { two: { passed: false, hints: 0 } } });
    expect(workspace.copies.list()).toMatchObject([{ reason: 'jump', step: '1.1 One', files: 1 }]);

    expect(await service.handlers['course.undo'](undefined)).toMatchObject({ kind: 'undo', state: 'done' });
    expect(await file()).toBe('mine\n');
    expect(cloud.fleets).toEqual([]);
    expect(service.view().progress).toMatchObject({ place: 'one', steps: { two: { hints: 1 } } });
    await expect(service.handlers['course.undo'](undefined)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is undone in the environment that it was done in, and in no other', async () => {
    await openWithRehearsal(succeed);
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    expect(await service.handlers['course.jump']({ stepId: 'two' })).toMatchObject({ environmentId: 'practice' });
    environment.switchTo('elsewhere');
    await expect(service.handlers['course.undo'](undefined)).rejects.toMatchObject({ code: 'other-environment' });
    expect(await file()).toBe('first\nold\n');
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
    environment.switchTo('practice');
    expect(await service.handlers['course.undo'](undefined)).toMatchObject({ state: 'done' });
    expect(await file()).toBe('mine\n');
    expect(cloud.fleets).toEqual([]);
  });

  it('can be undone later where undo was cancelled while a command still ended', async () => {
    await openWithRehearsal(succeed);
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    await service.handlers['course.jump']({ stepId: 'two' });
    const ending = Promise.withResolvers<CommandOutcome>();
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return ending.promise;
    };
    await service.handlers['block.run']({ stepId: 'two', blockId: 'push', whenBusy: 'refuse' });
    const undo = service.handlers['course.undo'](undefined);
    const cancel = service.handlers['course.cancelTask'](undefined);
    ending.resolve({ exitCode: 130, milliseconds: 5, output: '' });
    await cancel;
    expect(await undo).toMatchObject({ kind: 'undo', state: 'cancelled' });
    expect(await file()).toBe('first\nold\n');
    expect(await service.handlers['course.undo'](undefined)).toMatchObject({ state: 'done' });
    expect(await file()).toBe('mine\n');
  });

  it('makes a reset exact afterwards, and one of a step that was only looked at', async () => {
    await openWithRehearsal(succeed);
    await service.handlers['course.go']({ stepId: 'two' });
    expect(await service.handlers['course.reset']({ stepId: 'two' })).toMatchObject({ state: 'done' });
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
    expect(saved.get('start-test-two')).toEqual(rehearsed);
    await service.handlers['course.solve']({ stepId: 'two' });
    saved.delete('rehearsed-two');
    rehearsal = undefined;
    expect(await service.handlers['course.reset']({ stepId: 'two' })).toMatchObject({ state: 'done' });
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
  });

  it('changes nothing where the way to the step fails or is given up', async () => {
    await openWithRehearsal(() => Promise.reject(new FleetlabError('rehearsal-failed', 'The way is blocked.')));
    await writeFile(join(home, 'workspace', 'app', 'file'), 'mine\n');
    expect(await service.handlers['course.jump']({ stepId: 'two' })).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('blocked') as string,
    });
    await close();
    rehearsal = {
      prepare: (_stepId, _environment, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    };
    await open();
    const task = service.handlers['course.jump']({ stepId: 'two' });
    await vi.waitFor(() => expect(saved.has('before-the-last-change')).toBe(true), 10_000);
    await service.handlers['course.cancelTask'](undefined);
    expect(await task).toMatchObject({ state: 'cancelled', message: 'Nothing was changed.' });
    expect(await file()).toBe('mine\n');
    expect(service.view().progress.place).toBe('one');
    await expect(service.handlers['course.undo'](undefined)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('after an earlier step was reset, does not take its state for the start of a later one', async () => {
    await openWithRehearsal(succeed);
    await service.handlers['course.solve']({ stepId: 'one' });
    await service.handlers['course.reset']({ stepId: 'one' });
    await service.handlers['course.go']({ stepId: 'two' });
    expect(await service.handlers['course.preview']({ stepId: 'two', kind: 'reset' })).toMatchObject({ state: 'rehearsed' });
    await service.handlers['course.reset']({ stepId: 'two' });
    expect(cloud.fleets.map(({ name }) => name)).toEqual(['FleetOne']);
  });
});

describe('a deleted workspace', () => {
  it('comes back with the files of the current step', async () => {
    await service.handlers['course.solve']({ stepId: 'one' });
    await service.handlers['course.go']({ stepId: 'two' });
    await rm(join(home, 'workspace'), { recursive: true });
    await workspace.handlers['workspace.restore'](undefined);
    expect(await file()).toBe('first\nold\n');
  });
});
