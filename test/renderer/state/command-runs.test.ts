import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blockPlace } from '../../../src/renderer/state/lesson.ts';
import { createModel } from '../../../src/renderer/state/model.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import type { BlockRun } from '../../../src/shared/course/progress.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { threeTerminals } from '../support/command-scenes.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { deploy, restarts } from '../support/fixtures/course.ts';
import { progressAt, startView, starterFiles } from '../support/fixtures/start.ts';

const name = 'balena push SingleService';
const tail = 'balena device logs 7cf02a6 --tail';

async function open(change: Partial<StartView> = {}) {
  const bridge = createFakeBridge({ start: startView(0, { progress: progressAt('restarts'), ...change }), files: { ...starterFiles } });
  const model = createModel(bridge);
  await vi.advanceTimersByTimeAsync(0);
  const said: string[] = [];
  model.announcer.store.subscribe(({ message }) => said.push(message));
  return {
    bridge,
    model,
    /** All that was said until now, and after a while. */
    heard: async () => {
      await vi.advanceTimersByTimeAsync(3000);
      return said.splice(0).join(' ');
    },
    tell: (run: Omit<BlockRun, 'blockId'>, blockId = 'push') =>
      bridge.emit('block.changed', { stepId: restarts.id, run: { blockId, ...run } }),
    runs: () => bridge.calls.filter((call) => call.name === 'block.run').map((call) => call.input),
    refuse: (code: string, message = 'A program runs there.') =>
      bridge.answer('block.run', () => {
        throw new FleetlabError(code, message, 'Do something.');
      }),
    problem: () => model.lesson.store.getState().problems[blockPlace(restarts.id, 'push')],
  };
}

describe('a command that is run', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes to the terminal in front', async () => {
    const { bridge, model, runs } = await open({ terminals: threeTerminals });
    bridge.answer('block.run', () => ({ terminalId: 't3' }));
    model.terminals.activate('t3');
    await model.runBlock('push');
    await model.runBlock('push', 'wait');
    expect(runs()).toEqual([
      { stepId: restarts.id, blockId: 'push', whenBusy: 'refuse', terminalId: 't3' },
      { stepId: restarts.id, blockId: 'push', whenBusy: 'wait', terminalId: 't3' },
    ]);
  });

  it('names no terminal where there is none', async () => {
    const { bridge, model, runs } = await open();
    bridge.emit('terminal.closed', { id: 't1' });
    await model.runBlock('push');
    expect(runs()).toEqual([{ stepId: restarts.id, blockId: 'push', whenBusy: 'refuse' }]);
  });

  it('is told once: where it runs among several terminals, and how it ended', async () => {
    const { tell, heard } = await open({ terminals: threeTerminals });
    tell({ state: 'waiting' });
    tell({ state: 'running', startedAt: 1, terminalId: 't3' });
    tell({ state: 'running', startedAt: 1, terminalId: 't3' });
    tell({ state: 'done', startedAt: 1, exitCode: 0, milliseconds: 900, terminalId: 't3' });
    expect(await heard()).toBe(`${name} is running in laptop 3. ${name} finished after 0.9 s.`);
    tell({ state: 'running', startedAt: 5, terminalId: 't3' });
    tell({ state: 'done', startedAt: 5, exitCode: 127, terminalId: 't3' });
    expect(await heard()).toBe(`${name} is running in laptop 3. ${name} ended with exit code 127 (not found).`);
  });

  it('is said to wait only where it does, and for what', async () => {
    const { tell, heard } = await open();
    tell({ state: 'waiting', waitsFor: 'a free terminal' });
    expect(await heard()).toBe(`${name} is waiting for a free terminal.`);
    tell({ state: 'idle' });
    expect(await heard()).toBe('');
  });

  it('is said to have been stopped', async () => {
    const { tell, heard } = await open();
    tell({ state: 'done', exitCode: 130, isStopped: true, milliseconds: 2000 });
    expect(await heard()).toBe(`${name} stopped after 2.0 s.`);
  });

  it('is heard together with the checks that it made pass', async () => {
    const { bridge, tell, heard } = await open();
    tell({ state: 'done', exitCode: 0, milliseconds: 900 });
    bridge.emit('checks.changed', {
      stepId: restarts.id,
      results: restarts.checks.map(({ id }) => ({ id, verdict: 'passed' as const, message: '' })),
    });
    expect(await heard()).toBe(`${name} finished after 0.9 s. All checks of step 2.2 passed.`);
  });

  it('is no news of another step whose block has the same id', async () => {
    const { bridge, heard } = await open();
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'push', state: 'done', exitCode: 0 } });
    expect(await heard()).toBe('');
  });

  it('that is refused tells its choices, and not the result that it had before', async () => {
    const before: BlockRun = { blockId: 'push', state: 'done', exitCode: 1, milliseconds: 5, startedAt: 1 };
    const { bridge, model, tell, heard } = await open({ runs: { [restarts.id]: [before] } });
    bridge.answer('block.run', () => {
      tell({ state: 'waiting' });
      tell(before);
      throw new FleetlabError('terminal-busy', 'A program runs there.', 'Wait until it is done.');
    });
    await model.runBlock('push');
    expect(await heard()).toBe('A program runs there. Three choices follow: Run in a new terminal, Wait for it, or Interrupt it.');
  });

  it.each([
    ['line-half-typed', 'Three choices follow: Run in a new terminal, Wait for it, or Clear the line.'],
    ['not-interrupted', 'Do something. One choice follows: Run in a new terminal.'],
    ['internal', ''],
  ])('that is refused with %s tells what follows', async (code, words) => {
    const { refuse, model, heard } = await open();
    refuse(code, 'No.');
    await model.runBlock('push');
    expect(await heard()).toBe(`No. ${words}`.trim());
  });

  it('loses its question once its terminal is free, and is as it was before', async () => {
    const { bridge, refuse, model, tell, problem } = await open();
    tell({ state: 'done', exitCode: 1, milliseconds: 5 });
    const runs = model.lesson.store.getState().runs;
    refuse('terminal-busy');
    await model.runBlock('push');
    bridge.emit('block.free', { stepId: deploy.id, blockId: 'push' });
    expect(problem()).toMatchObject({ code: 'terminal-busy' });
    bridge.emit('block.free', { stepId: restarts.id, blockId: 'push' });
    expect(problem()).toBeUndefined();
    expect(model.lesson.store.getState().runs).toEqual(runs);
  });

  it('keeps another reason although its terminal is free', async () => {
    const { bridge, refuse, model, problem } = await open();
    refuse('workspace-missing', 'The folder is not there.');
    await model.runBlock('push');
    bridge.emit('block.free', { stepId: restarts.id, blockId: 'push' });
    expect(problem()).toMatchObject({ code: 'workspace-missing' });
  });

  it('keeps its question to its own step', async () => {
    const { refuse, model } = await open();
    refuse('terminal-busy');
    await model.runBlock('push');
    expect(Object.keys(model.lesson.store.getState().problems)).toEqual([blockPlace(restarts.id, 'push')]);
  });
});

describe('a command without end', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('that goes on is shown and said to, not begun once more', async () => {
    const { model, tell, heard, runs } = await open({ terminals: threeTerminals });
    tell({ state: 'sent', startedAt: 1, terminalId: 't2' }, 'logs');
    expect(await heard()).toBe(`${tail} is running in laptop 2.`);
    await model.runBlock('logs');
    expect(runs()).toEqual([]);
    expect(model.terminals.store.getState().activeId).toBe('t2');
    expect(await heard()).toBe(`${tail} is running already in laptop 2.`);
  });

  it('is begun anew once its terminal is closed, or it has ended', async () => {
    const { bridge, model, tell, runs } = await open({ terminals: threeTerminals });
    tell({ state: 'sent', startedAt: 1, terminalId: 't2' }, 'logs');
    bridge.emit('terminal.closed', { id: 't2' });
    await model.runBlock('logs');
    tell({ state: 'done', startedAt: 1, exitCode: 130, isStopped: true, terminalId: 't3' }, 'logs');
    await model.runBlock('logs');
    expect(runs()).toHaveLength(2);
  });
});
