import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTerminals } from '../../../src/renderer/state/terminals.ts';
import type { TerminalView } from '../../../src/shared/domain/terminal.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { ofPractice, startView, starterFiles } from '../support/fixtures/start.ts';

const laptop = (id: string, more: Partial<TerminalView> = {}): TerminalView => ({
  ...ofPractice,
  id,
  target: { kind: 'laptop' },
  title: 'laptop',
  state: 'prompt',
  ...more,
});

function load(views: TerminalView[]) {
  const bridge = createFakeBridge({ start: startView(0), files: { ...starterFiles } });
  const terminals = createTerminals(bridge, () => true);
  terminals.load({ terminals: views, closedTerminals: [], shells: [], usualShell: '' });
  const news = () => terminals.store.getState().news;
  return { bridge, terminals, news };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells what happened where nobody looked, what matters more first, until it is looked at', () => {
  const { bridge, terminals, news } = load([laptop('front'), laptop('back', { state: 'running' })]);
  expect(terminals.noteOutput('back')).toBe(true);
  expect(news()).toEqual({ back: 'output' });
  terminals.noteBell('back');
  terminals.noteOutput('back');
  expect(news()).toEqual({ back: 'bell' });
  bridge.emit('terminal.changed', laptop('back', { exitCode: 2 }));
  terminals.noteBell('back');
  expect(news()).toEqual({ back: 'failed' });
  terminals.activate('back');
  expect(news()).toEqual({});
});

it('takes neither a prompt that is drawn nor what is in front for news', () => {
  const { bridge, terminals, news } = load([laptop('front', { state: 'running' }), laptop('back', { state: 'starting' })]);
  expect(terminals.noteOutput('back')).toBe(false);
  bridge.emit('terminal.changed', laptop('back'));
  expect(terminals.noteOutput('back')).toBe(false);
  bridge.emit('terminal.changed', laptop('front', { exitCode: 1 }));
  terminals.noteBell('front');
  expect(news()).toEqual({});
  // What runs in the background of a shell.
  vi.advanceTimersByTime(5000);
  expect(terminals.noteOutput('back')).toBe(true);
  expect(news()).toEqual({ back: 'output' });
});

it('does not take a command for failed that was stopped with Ctrl+C, nor for finished', () => {
  const { bridge, terminals, news } = load([laptop('front'), laptop('back', { state: 'running' })]);
  bridge.emit('terminal.changed', laptop('back', { exitCode: 130 }));
  expect(news()).toEqual({});
  bridge.emit('terminal.changed', laptop('back', { state: 'running' }));
  terminals.noteOutput('back');
  bridge.emit('terminal.changed', laptop('back', { exitCode: 130 }));
  expect(news()).toEqual({ back: 'output' });
  // The tab would tell that the one before it has failed with the exit code of this one.
  for (const exitCode of [2, 130]) {
    bridge.emit('terminal.changed', laptop('back', { state: 'running' }));
    bridge.emit('terminal.changed', laptop('back', { exitCode }));
  }
  expect(news()).toEqual({});
});

it('keeps the sides of a split where everything is read anew', () => {
  const { terminals } = load([laptop('a'), laptop('b')]);
  terminals.store.setState({ activeId: 'b', split: { left: 'a', right: 'b' } });
  terminals.load({ terminals: [laptop('a'), laptop('b')], closedTerminals: [], shells: [], usualShell: '' });
  expect(terminals.store.getState()).toMatchObject({ activeId: 'b', split: { left: 'a', right: 'b' } });
});
