import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLastRuns, type LastRuns } from '../../../src/main/course/last-runs.ts';
import { createBlockRunner, type BlockRunner } from '../../../src/main/course/runs.ts';
import { createServiceSessions } from '../../../src/main/course/service-sessions.ts';
import type { WhenSettled } from '../../../src/main/course/settled-service.ts';
import { createEventBus, type EventBus } from '../../../src/main/event-bus.ts';
import type {
  CommandOutcome,
  CommandRunner,
  EndedCommand,
  LessonCommand,
  RunOptions,
  TypedCommand,
} from '../../../src/main/terminal/run/command-runner.ts';
import type { Workspace } from '../../../src/main/workspace/workspace.ts';
import type { CommandBlock } from '../../../src/shared/course/course.ts';
import { course } from '../../../src/shared/course/course.ts';
import type { BlockRun } from '../../../src/shared/course/progress.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { testCourse } from './course-fixture.ts';

let folder: string;
let last: LastRuns;
let bus: EventBus;
let runs: BlockRunner;
let place: string;
let told: BlockRun[];
let free: string[];
let given: RunOptions[];
let perform: CommandRunner['run'];
let interrupt: () => Promise<void>;
let whenServiceSettled: WhenSettled;
/** Who waits for a terminal that is free. */
let watching: { command: LessonCommand; signal: AbortSignal; isFree: () => void }[];

const block = (change: Partial<CommandBlock> = {}): CommandBlock => {
  const [step] = course.parse(testCourse).sections[0]?.steps ?? [];
  const found = step?.blocks.find((candidate) => candidate.kind === 'command');
  if (found?.kind !== 'command') throw new Error('The course has no command.');
  const { folder: _folder, ...command } = found;
  return { ...command, ...change };
};

const inService = block({ target: { kind: 'service', service: 'main' } });
const outcome = { exitCode: 0, milliseconds: 1, output: '' };
const busy = new FleetlabError('terminal-busy', 'A program runs there.');
const states = () => told.map(({ state, waitsFor }) => (waitsFor === undefined ? state : `${state} for ${waitsFor}`));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-runs-'));
  last = await openLastRuns('test', folder, () => undefined);
  [place, told, free, given, watching] = ['practice', [], [], [], []];
  perform = (_command, { onStarted }) => {
    onStarted?.('terminal-1');
    return Promise.resolve(outcome);
  };
  interrupt = () => Promise.resolve();
  whenServiceSettled = () => Promise.resolve(false);
  bus = createEventBus();
  bus.subscribe((name, payload) => {
    if (name === 'block.changed') told.push((payload as { run: BlockRun }).run);
    if (name === 'block.free') free.push((payload as { blockId: string }).blockId);
  });
  runs = createBlockRunner({
    environment: () => place,
    settled: () => Promise.resolve(),
    whenServiceSettled: (service, options) => whenServiceSettled(service, options),
    sessions: createServiceSessions(bus),
    last,
    runner: {
      run(command, options) {
        given.push(options);
        return perform(command, options);
      },
      interrupt: () => interrupt(),
      whenFree: (command, { signal }) => {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        watching.push({ command, signal, isFree: () => resolve(undefined) });
        return promise;
      },
    },
    workspace: {} as Workspace,
    bus,
    now: () => 1_000,
  });
});

afterEach(async () => {
  await last.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a run', () => {
  it('goes to the terminal in front of the learner, and tells which one has it', async () => {
    await runs.run({ stepId: 'one', block: block(), terminalId: 'terminal-7' });
    expect(given[0]).toMatchObject({ terminalId: 'terminal-7' });
    expect(told.slice(1)).toMatchObject([
      { state: 'running', terminalId: 'terminal-1' },
      { state: 'done', terminalId: 'terminal-1', startedAt: 1_000 },
    ]);
  });

  it('tells that it was stopped in its terminal, and how much of its output is left out', async () => {
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return Promise.resolve({ exitCode: 130, milliseconds: 5, output: 'end', omittedLines: 12, isStopped: true });
    };
    await runs.run({ stepId: 'one', block: block() });
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 130, omittedLines: 12, isStopped: true });
  });

  it('tells that the learner called it off while it ran', async () => {
    const ended = Promise.withResolvers<CommandOutcome>();
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return ended.promise;
    };
    interrupt = () => Promise.resolve(ended.resolve({ ...outcome, exitCode: 130 }));
    const done = runs.run({ stepId: 'one', block: block() });
    await expect.poll(states).toContain('running');
    await runs.cancel('one', 'make');
    await done;
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 130, isStopped: true });
  });

  it('that heeds no interrupt goes on, and tells its end as any other', async () => {
    const ended = Promise.withResolvers<CommandOutcome>();
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-1');
      return ended.promise;
    };
    const refused = new FleetlabError('not-interrupted', 'It goes on.');
    let interrupts = 0;
    interrupt = async () => {
      interrupts += 1;
      await Promise.resolve();
      throw refused;
    };
    const done = runs.run({ stepId: 'one', block: block() });
    await expect.poll(states).toContain('running');
    // Whoever presses Stop twice asks for one thing.
    const asked = await Promise.allSettled([runs.cancel('one', 'make'), runs.cancel('one', 'make')]);
    expect(asked).toEqual(asked.map(() => ({ status: 'rejected', reason: refused })));
    expect(interrupts).toBe(1);
    await expect(runs.stop()).rejects.toBe(refused);
    expect(told.at(-1)).toMatchObject({ state: 'running' });
    ended.resolve(outcome);
    await done;
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 0 });
    expect(told.at(-1)).not.toHaveProperty('isStopped');
  });

  it('without end tells that the learner stopped it', async () => {
    let onEnded: RunOptions['onEnded'];
    perform = (_command, options) => {
      options.onStarted?.('terminal-1');
      ({ onEnded } = options);
      return Promise.resolve({ milliseconds: 0, output: '' });
    };
    interrupt = () => {
      onEnded?.({ exitCode: 130, milliseconds: 5, output: '' });
      return Promise.resolve();
    };
    await runs.run({ stepId: 'one', block: block({ endless: true }) });
    await runs.cancel('one', 'make');
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 130, isStopped: true, terminalId: 'terminal-1' });
  });

  it('without end that was stopped before its last line can be run again', async () => {
    perform = (_command, options) => {
      options.onStarted?.('terminal-1');
      return Promise.resolve({ milliseconds: 5, output: '', isStopped: true });
    };
    await runs.run({ stepId: 'one', block: block({ endless: true }) });
    expect(told.at(-1)).toMatchObject({ state: 'sent', milliseconds: 5, isStopped: true });
    await expect(runs.run({ stepId: 'one', block: block({ endless: true }) })).resolves.toBeDefined();
  });

  it('that waits for a terminal says so', async () => {
    await runs.run({ stepId: 'one', block: block(), whenBusy: 'wait' });
    expect(states()).toEqual(['waiting', 'waiting for a free terminal', 'running', 'done']);
  });

  it('without end that goes on is still told after its step was forgotten', async () => {
    await runs.run({ stepId: 'one', block: block({ endless: true }) });
    runs.forget('one', 'practice');
    expect(runs.view()['one']).toMatchObject([{ blockId: 'make', state: 'sent' }]);
  });
});

describe('a command that was typed by hand', () => {
  function typed(change: Partial<TypedCommand> = {}) {
    const { promise, resolve: end } = Promise.withResolvers<EndedCommand>();
    const command = { text: block().text, target: { kind: 'laptop' as const }, environment: 'practice', terminalId: 'terminal-3' };
    const ending = promise.then(() => undefined);
    const outcome = ending.then(() => promise);
    return { command: { ...command, ending, outcome, ...change }, end };
  }

  it('is told as if it had been run', async () => {
    const { command, end } = typed();
    const done = runs.follow('one', block(), command);
    end({ exitCode: 4, milliseconds: 5, output: 'no' });
    await done;
    const taken = { blockId: 'make', startedAt: 1_000, terminalId: 'terminal-3' };
    expect(told).toEqual([
      { ...taken, state: 'running' },
      { ...taken, state: 'done', exitCode: 4, milliseconds: 5, output: 'no' },
    ]);
    expect(runs.view()['one']).toMatchObject([{ state: 'done', exitCode: 4 }]);
  });

  it('is under way: it is not begun a second time, by hand or by Run, and “Do it for me” waits for it', async () => {
    const { command, end } = typed();
    const done = runs.follow('one', block(), command);
    expect(runs.follow('one', block(), typed().command)).toBeUndefined();
    await expect(runs.run({ stepId: 'one', block: block() })).rejects.toMatchObject({ code: 'already-runs' });
    const begun = await runs.begun('one', 'make');
    end({ exitCode: 0, milliseconds: 5, output: '' });
    expect(await begun?.outcome).toMatchObject({ exitCode: 0 });
    await done;
    await runs.run({ stepId: 'one', block: block() });
    expect(states()).toEqual(['running', 'done', 'waiting', 'running', 'done']);
  });

  it.each([
    ['stopped', () => runs.cancel('one', 'make')],
    ['reset', () => runs.stop()],
  ])('is interrupted where it is %s', async (_name, stop) => {
    const { command, end } = typed();
    const done = runs.follow('one', block(), command);
    interrupt = () => Promise.resolve(end({ exitCode: 130, milliseconds: 5, output: '' }));
    await stop();
    await done;
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 130, isStopped: true });
  });

  it('says that it goes on where it heeds no interrupt', async () => {
    const refused = new FleetlabError('not-interrupted', 'It goes on.');
    interrupt = () => Promise.reject(refused);
    void runs.follow('one', block(), typed().command);
    await expect(runs.cancel('one', 'make')).rejects.toBe(refused);
    await expect(runs.stop()).rejects.toBe(refused);
    expect(told.at(-1)).toMatchObject({ state: 'running' });
  });

  it('without end can be asked for once more where it goes on, and tells its end', async () => {
    const { command, end } = typed();
    const done = runs.follow('one', block({ endless: true }), command);
    perform = (_command, { onStarted }) => {
      onStarted?.('terminal-3');
      return Promise.resolve({ milliseconds: 0, output: '' });
    };
    await runs.run({ stepId: 'one', block: block({ endless: true }) });
    interrupt = () => Promise.resolve(end({ exitCode: 130, milliseconds: 9, output: 'all' }));
    await runs.cancel('one', 'make');
    await done;
    expect(states()).toEqual(['sent', 'waiting', 'running', 'sent', 'done']);
    expect(told.at(-1)).toMatchObject({ milliseconds: 9, output: 'all', isStopped: true, terminalId: 'terminal-3' });
  });

  it('is lost where its shell ended first', async () => {
    const { command, end } = typed();
    const done = runs.follow('one', block(), command);
    end({ milliseconds: 5, output: '', isCut: true });
    await done;
    expect(told.at(-1)).toMatchObject({ state: 'lost', problem: { code: 'terminal-ended' } });
  });

  it('in a terminal of another environment is none of this one’s', () => {
    expect(runs.follow('one', block(), typed({ environment: 'elsewhere' }).command)).toBeUndefined();
    expect(told).toEqual([]);
  });

  it('answers what was asked when Run was refused', async () => {
    perform = () => Promise.reject(busy);
    await runs.run({ stepId: 'one', block: block() }).catch(() => undefined);
    void runs.follow('one', block(), typed().command);
    expect(free).toEqual(['make']);
    watching[0]?.isFree();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(free).toEqual(['make']);
  });

  it('that heeded no interrupt is free when it ends by itself', async () => {
    interrupt = () => Promise.reject(new FleetlabError('not-interrupted', 'It goes on.'));
    const { command, end } = typed();
    const done = runs.follow('one', block(), command);
    await runs.cancel('one', 'make').catch(() => undefined);
    free.length = 0;
    end({ exitCode: 0, milliseconds: 5, output: '' });
    await done;
    expect(free).toEqual(['make']);
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 0 });
  });

  it('does not keep its step from being reset where its terminal is just being closed', async () => {
    const { command, end } = typed();
    void runs.follow('one', block(), command);
    interrupt = () => Promise.reject(new FleetlabError('not-found', 'This terminal is closed.'));
    const stopped = runs.stop();
    end({ milliseconds: 5, output: '', isCut: true });
    await stopped;
    expect(told.at(-1)).toMatchObject({ state: 'lost' });
  });

  it('that is typed again before what it printed is read, is another one', async () => {
    const first = typed();
    const read = Promise.withResolvers<EndedCommand>();
    const done = runs.follow('one', block(), { ...first.command, outcome: read.promise });
    first.end({ exitCode: 1, milliseconds: 5, output: '' });
    await first.command.ending;
    const second = typed();
    const again = runs.follow('one', block(), second.command);
    read.resolve({ exitCode: 1, milliseconds: 5, output: '' });
    await done;
    expect(states()).toEqual(['running', 'running']);
    second.end({ exitCode: 0, milliseconds: 5, output: '' });
    await again;
    expect(told.at(-1)).toMatchObject({ state: 'done', exitCode: 0 });
  });
});

describe('a run in a service that is being replaced', () => {
  let settle: () => void;

  beforeEach(() => {
    whenServiceSettled = (service, { signal, onWait }) => {
      onWait(`${service}, which is being replaced`);
      return new Promise((resolve, reject) => {
        settle = () => resolve(true);
        signal.addEventListener('abort', () => reject(new FleetlabError('cancelled', 'It was stopped.')), { once: true });
      });
    };
  });

  it('begins by itself when that is done', async () => {
    const done = runs.run({ stepId: 'one', block: inService });
    await expect.poll(states).toEqual(['waiting', 'waiting for main, which is being replaced']);
    expect(given).toEqual([]);
    settle();
    await done;
    expect(states().slice(2)).toEqual(['waiting', 'running', 'done']);
  });

  it('waits until the connections to the old container have ended, too', async () => {
    const session = (id: string, service: string, state: 'prompt' | 'ended') =>
      bus.emit('terminal.changed', {
        id,
        target: { kind: 'service', service },
        title: '',
        serial: 0,
        environment: { id: 'practice', kind: 'practice', name: '' },
        state,
      });
    session('old', 'main', 'prompt');
    session('other', 'backend', 'prompt');
    const done = runs.run({ stepId: 'one', block: inService });
    await expect.poll(states).toHaveLength(2);
    settle();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(given).toEqual([]);
    session('old', 'main', 'ended');
    await done;
    expect(given).toHaveLength(1);
  });

  it('can be called off, and ends with a reset', async () => {
    for (const end of [() => runs.cancel('one', 'make'), () => runs.stop()]) {
      told = [];
      const done = runs.run({ stepId: 'one', block: inService });
      await expect.poll(states).toHaveLength(2);
      await end();
      await expect(done).rejects.toMatchObject({ code: 'cancelled' });
      expect(states().at(-1)).toBe('idle');
    }
    expect(given).toEqual([]);
  });

  it('is the only one that waits: the laptop’s terminals do not', async () => {
    await runs.run({ stepId: 'one', block: block() });
    expect(states()).toEqual(['waiting', 'running', 'done']);
  });
});

describe('after a refusal', () => {
  const isGivenUp = () => watching.map(({ signal }) => signal.aborted);

  async function refuse(code = 'terminal-busy'): Promise<void> {
    perform = () => Promise.reject(new FleetlabError(code, 'Refused.'));
    await runs.run({ stepId: 'one', block: block() }).catch(() => undefined);
  }

  it.each(['terminal-busy', 'line-half-typed', 'not-interrupted'])('with %s it is told when a terminal is free', async (code) => {
    await refuse(code);
    expect(watching[0]?.command).toMatchObject({ text: block().text, environment: 'practice' });
    expect(free).toEqual([]);
    watching[0]?.isFree();
    await expect.poll(() => free).toEqual(['make']);
  });

  it('for another reason nothing is watched', async () => {
    await refuse('no-folder');
    expect(watching).toEqual([]);
  });

  it('nothing is told any more once the block is run again', async () => {
    await refuse();
    await refuse();
    expect(isGivenUp()).toEqual([true, false]);
    watching[0]?.isFree();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(free).toEqual([]);
  });

  it.each([
    ['another environment is chosen', () => runs.leave()],
    ['its step was reset', () => runs.forget('one', 'practice')],
    ['the course is closed', () => runs.close()],
  ])('nothing is watched any more once %s', async (_name, leave) => {
    await refuse();
    leave();
    expect(isGivenUp()).toEqual([true]);
  });

  it('is watched on where another step was reset', async () => {
    await refuse();
    runs.forget('two', 'practice');
    expect(isGivenUp()).toEqual([false]);
  });

  it('of a command without end that could not be interrupted it is told as well', async () => {
    await runs.run({ stepId: 'one', block: block({ endless: true }) });
    interrupt = () => Promise.reject(new FleetlabError('not-interrupted', 'It goes on.'));
    await expect(runs.cancel('one', 'make')).rejects.toMatchObject({ code: 'not-interrupted' });
    watching[0]?.isFree();
    await expect.poll(() => free).toEqual(['make']);
  });

  it('what an earlier run came to is told as before', async () => {
    await runs.run({ stepId: 'one', block: block() });
    perform = () => Promise.reject(busy);
    await expect(runs.run({ stepId: 'one', block: block() })).rejects.toBe(busy);
    expect(runs.view()['one']).toMatchObject([{ state: 'done', terminalId: 'terminal-1' }]);
  });
});
