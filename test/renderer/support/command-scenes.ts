import type { StartView } from '../../../src/shared/contract.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import type { BlockRun } from '../../../src/shared/course/progress.ts';
import { blockPlace } from '../../../src/renderer/state/lesson.ts';
import type { FakeState } from './fake-bridge.ts';
import { restarts } from './fixtures/course.ts';
import { ofPractice } from './fixtures/start.ts';
import type { Scene } from './scenes.ts';

type StateAt = (now: number, terminals?: StartView['terminals']) => FakeState;

/** Three laptops: what runs in one of them says in which. */
export const threeTerminals: StartView['terminals'] = ['t1', 't2', 't3'].map((id) => ({
  ...ofPractice,
  id,
  target: { kind: 'laptop' },
  title: 'laptop',
  state: 'prompt',
}));

export const busy = {
  code: 'terminal-busy',
  message: 'A program runs there.',
  action: 'Wait until it is done, interrupt it, or run this in a new terminal.',
};

/** What a command block can look like, at the step about restarts. */
export function commandScenes(stateAt: StateAt): Readonly<Record<string, Scene>> {
  return {
    'terminal-busy': {
      state: (now) => stateAt(now),
      then: (_bridge, model) => model.lesson.store.setState({ problems: { [blockPlace(restarts.id, 'logs')]: busy } }),
    },
    // Whatever is run finds its terminal taken.
    'command-refused': {
      state: (now) => stateAt(now),
      then: (bridge) => bridge.answer('block.run', () => Promise.reject(new FleetlabError(busy.code, busy.message, busy.action))),
    },
    'command-going': inTerminals(stateAt, (now) => [
      { blockId: 'logs', state: 'sent', startedAt: now - 65_000, terminalId: 't2' },
      { blockId: 'push', state: 'running', startedAt: now - 12_000, terminalId: 't3' },
    ]),
    'command-waiting': inTerminals(stateAt, (now) => [
      { blockId: 'logs', state: 'done', exitCode: 130, isStopped: true, milliseconds: 12_000, startedAt: now, terminalId: 't1' },
      { blockId: 'push', state: 'waiting', waitsFor: 'main, which is being replaced' },
    ]),
    'command-ended': inTerminals(stateAt, (now) => [
      { blockId: 'logs', state: 'done', exitCode: 127, milliseconds: 840, startedAt: now, terminalId: 't1' },
      {
        blockId: 'push',
        state: 'done',
        exitCode: 0,
        milliseconds: 65_300,
        startedAt: now,
        terminalId: 't3',
        output: Array.from({ length: 613 }, (_, index) => `[main] line ${index + 2389}`).join('\n'),
        omittedLines: 2388,
      },
    ]),
  };
}

function inTerminals(stateAt: StateAt, runs: (now: number) => BlockRun[]): Scene {
  return {
    state: (now) => stateAt(now, threeTerminals),
    then: (bridge, _model, now) => {
      for (const run of runs(now)) bridge.emit('block.changed', { stepId: restarts.id, run });
      requestAnimationFrame(() => document.querySelector('[data-block=push]')?.scrollIntoView({ block: 'end' }));
    },
  };
}
