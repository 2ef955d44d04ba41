import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTerminals, type TerminalsModel } from '../../../src/renderer/state/terminals.ts';
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

function load(views: TerminalView[], isTyping = true) {
  const bridge = createFakeBridge({ start: startView(0), files: { ...starterFiles } });
  const terminals = createTerminals(bridge, () => isTyping);
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

it.each([
  ['opens', 'terminal.open', (terminals: TerminalsModel) => terminals.open({ kind: 'laptop' }), 'new'],
  ['comes back', 'terminal.reopen', (terminals: TerminalsModel) => terminals.reopen(), 'new'],
  ['starts again', 'terminal.restart', (terminals: TerminalsModel) => terminals.restart('back'), 'back'],
] as const)('gives the keys to a terminal that %s, not where the learner has gone on elsewhere meanwhile', async (_case, name, ask, id) => {
  for (const hasLeft of [false, true]) {
    const { bridge, terminals } = load([laptop('front'), laptop('back', { state: 'ended' })], false);
    const answer = Promise.withResolvers<TerminalView>();
    bridge.answer(name, () => answer.promise);
    const asked = ask(terminals);
    if (hasLeft) terminals.leave();
    answer.resolve(laptop(id));
    await asked;
    expect(terminals.store.getState().focusId).toBe(hasLeft ? undefined : id);
    // Nor does one that came before the learner went, and is not drawn yet.
    terminals.leave();
    expect(terminals.store.getState().focusId).toBeUndefined();
  }
});

it('leaves the shell in front into which the learner has gone to type before the one comes that was asked for', async () => {
  const { bridge, terminals } = load([laptop('front')]);
  const answer = Promise.withResolvers<TerminalView>();
  bridge.answer('terminal.open', () => answer.promise);
  const suggested = terminals.suggest('balena login', 'elsewhere');
  terminals.leave();
  answer.resolve(laptop('new'));
  await suggested;
  expect(terminals.store.getState()).toMatchObject({ activeId: 'front', focusId: undefined });
  expect(bridge.calls.at(-1)).toEqual({ name: 'terminal.suggest', input: { id: 'new', line: 'balena login' } });
});

it('gives the keys of a closed terminal on as soon as it is told closed, not where the learner has gone on elsewhere', async () => {
  for (const hasLeft of [false, true]) {
    const { bridge, terminals } = load([laptop('front'), laptop('other')]);
    const answer = Promise.withResolvers<undefined>();
    bridge.answer('terminal.close', () => answer.promise);
    const closed = terminals.close('front');
    if (hasLeft) terminals.leave();
    bridge.emit('terminal.closed', { id: 'front' });
    expect(terminals.store.getState()).toMatchObject({ activeId: 'other', focusId: hasLeft ? undefined : 'other' });
    terminals.focused();
    answer.resolve(undefined);
    await closed;
    expect(terminals.store.getState().focusId).toBeUndefined();
  }
});

it('takes no keys for one that was closed elsewhere', () => {
  const { bridge, terminals } = load([laptop('front'), laptop('other')]);
  bridge.emit('terminal.closed', { id: 'front' });
  expect(terminals.store.getState()).toMatchObject({ activeId: 'other', focusId: undefined });
});
