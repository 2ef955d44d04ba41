import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blockPlace } from '../../../src/renderer/state/lesson.ts';
import { createModel } from '../../../src/renderer/state/model.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { deploy, restarts } from '../support/fixtures/course.ts';
import { progressAt, startView, starterFiles, stayingDockerfile, ofPractice } from '../support/fixtures/start.ts';

const path = 'single-service/Dockerfile.template';

async function open(change: Partial<StartView> = {}) {
  const state = { start: startView(0, change), files: { ...starterFiles } };
  const bridge = createFakeBridge(state);
  const model = createModel(bridge);
  await vi.advanceTimersByTimeAsync(0);
  const named = (name: string): unknown[] => bridge.calls.filter((call) => call.name === name).map((call) => call.input);
  return { bridge, model, files: state.files, named };
}

describe('the screen’s model', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('opens the step’s file and asks for its checks', async () => {
    const { model, named } = await open();
    expect(model.files.store.getState().open).toBe(path);
    expect(named('course.check')).toEqual([{ stepId: deploy.id }]);
  });

  it('drops a notice once what it is about is mended', async () => {
    const { model, bridge } = await open();
    bridge.emit('app.notice', { message: 'steps/one.md:3: What.', about: 'course:hello' });
    bridge.emit('app.notice', { message: 'A file was damaged.' });
    bridge.emit('app.mended', { about: 'course:hello' });
    expect(model.session.store.getState().notices.map(({ message }) => message)).toEqual(['A file was damaged.']);
  });

  it('does not run what is under way once more, and says so', async () => {
    const { model, bridge, named } = await open();
    const block = deploy.blocks.find(({ kind }) => kind === 'command');
    if (block?.kind !== 'command') throw new Error('The fixture has no command.');
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: block.id, state: 'running', startedAt: 0 } });
    await model.runBlock(block.id);
    expect(named('block.run')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(model.announcer.store.getState().message).toBe(`${block.text} is running already.`);
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: block.id, state: 'done', exitCode: 0 } });
    await model.runBlock(block.id);
    expect(named('block.run')).toHaveLength(1);
  });

  it('takes a double click for one, and forgets a refusal when the command has ended that ran already', async () => {
    const { model, bridge, named } = await open();
    const block = deploy.blocks.find(({ kind }) => kind === 'command');
    if (block?.kind !== 'command') throw new Error('The fixture has no command.');
    await Promise.all([model.runBlock(block.id), model.runBlock(block.id)]);
    expect(named('block.run')).toHaveLength(1);
    bridge.answer('block.run', () => {
      throw new FleetlabError('already-runs', 'This command is running already.');
    });
    await model.runBlock(block.id);
    const problems = () => Object.values(model.lesson.store.getState().problems).map(({ code }) => code);
    expect(problems()).toEqual(['already-runs']);
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: block.id, state: 'done', exitCode: 0 } });
    expect(problems()).toEqual([]);
  });

  it('comes back to the file and the tab that were open', async () => {
    const layout = {
      panels: {},
      theme: 'dark' as const,
      terminalFontSize: 16,
      workbenchTab: 'files',
      openFile: 'systemd/printer/entry.sh',
    };
    const { model } = await open({ layout });
    expect(model.files.store.getState().open).toBe('systemd/printer/entry.sh');
    expect(model.layout.store.getState()).toEqual(layout);
  });

  it('comes back to the terminals that were in front, by place where the app was started again', async () => {
    const terminals = ['t1', 't2', 't3'].map((id) => ({
      ...ofPractice,
      id,
      target: { kind: 'laptop' as const },
      title: 'laptop',
      state: 'prompt' as const,
    }));
    const first = await open({ terminals });
    first.model.terminals.activate('t3');
    first.model.terminals.rename('t2', 'the build');
    first.model.layout.flush();
    const layout = first.named('app.saveLayout').at(-1) as StartView['layout'];
    const again = await open({ layout, terminals: terminals.map((view) => ({ ...view, id: `new-${view.id}` })) });
    const { activeId, names } = again.model.terminals.store.getState();
    expect({ activeId, names }).toEqual({ activeId: 'new-t3', names: { 'new-t2': 'the build' } });
    // What was only loaded is not saved.
    again.model.layout.flush();
    expect(again.named('app.saveLayout')).toEqual([]);
  });

  it('brings a terminal of the environment to the front that is switched to', async () => {
    const elsewhere = { id: 'e1', kind: 'balena-cloud', name: 'My account' } as const;
    const tab = { target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' } as const;
    const { bridge, model } = await open({
      terminals: [
        { ...tab, ...ofPractice, id: 't1' },
        { ...tab, environment: elsewhere, serial: 0, id: 't2' },
      ],
    });
    bridge.answer('environment.choose', () => undefined);
    expect(model.terminals.store.getState().activeId).toBe('t1');
    await model.chooseEnvironment('e1');
    expect(model.terminals.store.getState().activeId).toBe('t2');
  });

  it('puts a suggested line at a free prompt of its environment, for the learner to send off', async () => {
    const elsewhere = { id: 'e1', kind: 'balena-cloud', name: 'My account' } as const;
    const tab = { target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' } as const;
    const { model, named } = await open({
      terminals: [
        { ...tab, ...ofPractice, id: 't1', state: 'running' },
        { ...tab, ...ofPractice, id: 't2' },
        { ...tab, environment: elsewhere, serial: 0, id: 't3' },
      ],
    });
    const front = () => model.terminals.store.getState().activeId;
    await model.terminals.suggest('apt install git');
    expect(front()).toBe('t2');
    await model.terminals.suggest('balena ssh-key add mine key.pub', 'e1');
    expect(front()).toBe('t3');
    expect(named('terminal.suggest')).toEqual([
      { id: 't2', line: 'apt install git' },
      { id: 't3', line: 'balena ssh-key add mine key.pub' },
    ]);
    expect(named('terminal.open')).toEqual([]);
  });

  it('says nothing of a terminal that was closed while it was to start again', async () => {
    const { model, bridge } = await open();
    const gone = new FleetlabError('not-found', 'This terminal is closed.');
    let refuse: () => void = () => undefined;
    bridge.answer('terminal.restart', () => new Promise((_resolve, reject) => (refuse = () => reject(gone))));
    const again = model.terminals.restart('t1');
    await vi.advanceTimersByTimeAsync(0);
    bridge.emit('terminal.closed', { id: 't1' });
    refuse();
    await again;
    expect(model.terminals.store.getState().problem).toBeUndefined();
  });

  it('opens a terminal for a suggested line where a program runs in each', async () => {
    const { model, named } = await open({
      terminals: [{ target: { kind: 'laptop' }, title: 'laptop', ...ofPractice, id: 't1', state: 'running' }],
    });
    await model.terminals.suggest('apt install git');
    expect(named('terminal.open')).toEqual([{ target: { kind: 'laptop' } }]);
    expect(named('terminal.suggest')).toEqual([{ id: model.terminals.store.getState().activeId, line: 'apt install git' }]);
    expect(model.terminals.store.getState().activeId).not.toBe('t1');
  });

  it('gives a newcomer a terminal once the environment answers, and one who closed it no other', async () => {
    const { bridge, model, named } = await open({
      terminals: [],
      environment: { id: 'practice', kind: 'practice', name: 'practice', state: 'starting' },
    });
    expect(named('terminal.open')).toEqual([]);
    bridge.emit('environment.changed', { id: 'practice', kind: 'practice', name: 'practice', state: 'ready' });
    await vi.advanceTimersByTimeAsync(0);
    expect(named('terminal.open')).toEqual([{ target: { kind: 'laptop' } }]);
    await model.terminals.close('t2');
    bridge.emit('environment.changed', { id: 'practice', kind: 'practice', name: 'practice', state: 'ready' });
    await vi.advanceTimersByTimeAsync(0);
    expect(named('terminal.open')).toHaveLength(1);
  });

  it('saves what was typed before a command runs', async () => {
    const { model, named, bridge } = await open();
    model.files.edit(path, 'FROM alpine\n');
    await model.runBlock('push');
    expect(named('workspace.write')).toEqual([{ path, text: 'FROM alpine\n', basedOn: expect.any(String) as string }]);
    const order = bridge.calls.map((call) => call.name).filter((name) => name === 'workspace.write' || name === 'block.run');
    expect(order).toEqual(['workspace.write', 'block.run']);
  });

  it('saves a while after typing, once, and not what is as it was', async () => {
    const { model, named } = await open();
    model.files.edit(path, 'a');
    model.files.edit(path, 'ab');
    await vi.advanceTimersByTimeAsync(2000);
    expect(named('workspace.write')).toHaveLength(1);
    expect(model.files.store.getState().buffers[path]?.state).toBe('clean');
  });

  it('overwrites nothing that changed on disk meanwhile, and saves what the learner keeps', async () => {
    const { model, files } = await open();
    model.files.edit(path, 'mine');
    files[path] = 'theirs';
    await vi.advanceTimersByTimeAsync(2000);
    expect(files[path]).toBe('theirs');
    expect(model.files.store.getState().buffers[path]).toMatchObject({ state: 'conflict', text: 'mine', disk: { text: 'theirs' } });
    model.files.keepMine(path);
    await vi.advanceTimersByTimeAsync(2000);
    expect(files[path]).toBe('mine');
  });

  it('keeps the reason beside the block that was refused, and takes it away with the next try', async () => {
    const { bridge, model } = await open();
    bridge.answer('block.run', () => {
      throw new FleetlabError('terminal-busy', 'A program runs there.', 'Let it end.');
    });
    await model.runBlock('push');
    expect(model.lesson.store.getState().problems[blockPlace(deploy.id, 'push')]).toMatchObject({
      code: 'terminal-busy',
      action: 'Let it end.',
    });
    bridge.answer('block.run', () => ({ terminalId: 't1' }));
    await model.runBlock('push', 'new-terminal');
    expect(model.lesson.store.getState().problems[blockPlace(deploy.id, 'push')]).toBeUndefined();
    expect(bridge.calls.at(-1)).toEqual({
      name: 'block.run',
      input: { stepId: deploy.id, blockId: 'push', whenBusy: 'new-terminal', terminalId: 't1' },
    });
  });

  it('says a check that turns green once, and all of them as one', async () => {
    const { bridge, model } = await open();
    const said: string[] = [];
    model.announcer.store.subscribe(({ message }) => said.push(message));
    const passed = (...ids: string[]) =>
      deploy.checks.map((check) => ({
        id: check.id,
        verdict: ids.includes(check.id) ? ('passed' as const) : ('not-yet' as const),
        message: '',
      }));
    bridge.emit('checks.changed', { stepId: deploy.id, results: passed('signed-in') });
    bridge.emit('checks.changed', { stepId: deploy.id, results: passed('signed-in') });
    bridge.emit('checks.changed', { stepId: deploy.id, results: passed('signed-in', 'fleet') });
    bridge.emit('checks.changed', { stepId: deploy.id, results: passed('signed-in', 'fleet', 'member', 'running') });
    bridge.emit('checks.changed', { stepId: restarts.id, results: [{ id: 'steady', verdict: 'passed', message: '' }] });
    await vi.advanceTimersByTimeAsync(1000);
    expect(said.join(' ')).toBe('You are signed in. passed. The fleet SingleService exists. passed. All checks of step 2.1 passed.');
  });

  it('applies an edit and knows it from the file, whoever changes that', async () => {
    const { bridge, model, files } = await open({ progress: progressAt('restarts') });
    const edit = restarts.blocks.find((block) => block.kind === 'edit');
    if (edit?.kind !== 'edit') throw new Error('The step has an edit.');
    const state = () => model.lesson.store.getState().edits['restarts']?.[edit.id]?.state;
    expect(state()).toBe('open');
    await model.applyEdit(edit);
    expect(files[path]).toBe(stayingDockerfile);
    expect(state()).toBe('applied');
    expect(model.files.store.getState().buffers[path]?.text).toBe(stayingDockerfile);
    files[path] = 'by hand';
    bridge.emit('workspace.fileChanged', { path, text: 'by hand', version: 'x' });
    await vi.waitFor(() => expect(state()).toBe('conflict'));
  });

  it('keeps the place, and says why, when a step cannot be opened', async () => {
    const { bridge, model } = await open();
    bridge.answer('course.go', () => {
      throw new FleetlabError('internal', 'The disk is full.');
    });
    await model.goTo('restarts');
    expect(model.place()?.step.id).toBe(deploy.id);
    expect(model.lesson.store.getState().problems['place']?.message).toBe('The disk is full.');
  });

  it('reads everything anew after a lost connection, and keeps what was typed', async () => {
    const { bridge, model, files } = await open();
    const generation = model.terminals.store.getState().generation;
    bridge.setConnection('lost');
    expect(model.session.store.getState().connection).toBe('lost');
    model.files.edit(path, 'mine');
    files[path] = 'theirs';
    bridge.setConnection('connected');
    await vi.advanceTimersByTimeAsync(0);
    expect(model.terminals.store.getState().generation).toBe(generation + 1);
    expect(model.files.store.getState().buffers[path]).toMatchObject({ state: 'conflict', text: 'mine' });
  });

  it('shows what ran in the environment that is switched to, and nothing of the one before', async () => {
    const { bridge, model } = await open();
    bridge.answer('block.run', () => {
      throw new FleetlabError('terminal-busy', 'A program runs there.');
    });
    await model.runBlock('push');
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'sign-in', state: 'done', exitCode: 0 } });
    bridge.emit('runs.changed', { [deploy.id]: [{ blockId: 'create-fleet', state: 'done', exitCode: 1 }] });
    const { runs, problems } = model.lesson.store.getState();
    expect(runs).toEqual({ [deploy.id]: { 'create-fleet': { blockId: 'create-fleet', state: 'done', exitCode: 1 } } });
    expect(problems).toEqual({});
  });

  it('says that no other command can be run where the rest needs a cloud', async () => {
    const whole = startView(0);
    const refused = deploy.blocks.map((block) => (block.kind === 'command' ? { ...block, needsCloud: 'balena push' } : block));
    const sections = whole.course.sections.map((section) => ({
      ...section,
      steps: section.steps.map((step) => (step.id === deploy.id ? { ...step, blocks: refused } : step)),
    }));
    const { model, named } = await open({ course: { ...whole.course, sections } });
    await model.runNext();
    await vi.advanceTimersByTimeAsync(1000);
    expect(named('block.run')).toEqual([]);
    expect(model.announcer.store.getState()).toMatchObject({ message: 'No other command of this step can be run here.' });
  });

  it('clears what ran when the step is reset', async () => {
    const { bridge, model } = await open();
    bridge.answer('course.reset', () => ({
      stepId: deploy.id,
      environmentId: 'practice',
      kind: 'reset',
      state: 'done',
      message: 'The step is as it began.',
    }));
    bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'push', state: 'done', exitCode: 0 } });
    await model.lesson.reset(deploy);
    expect(model.lesson.store.getState().runs[deploy.id]).toEqual({});
    expect(model.lesson.store.getState().task).toMatchObject({ state: 'done' });
  });
});
