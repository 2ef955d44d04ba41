import type {
  EventName,
  EventPayload,
  FleetlabBridge,
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
  StartView,
} from '../../../src/shared/contract.ts';
import { applyEdit } from '../../../src/main/workspace/edit.ts';
import { viewEdit } from '../../../src/main/workspace/edit-view.ts';
import type { EditBlock } from '../../../src/shared/course/course.ts';
import { starterFiles, ofPractice } from './fixtures/start.ts';
import { screenMark } from '../../../src/shared/screen-marks.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { decide } from '../../../src/shared/network/decide.ts';
import { inOrder, movedBefore } from '../../../src/shared/terminal-order.ts';
import { topologyOf } from '../../../src/shared/network/from-engine.ts';

/** Of main's marks in what it prints. */
export const fakeKey = 'key-of-the-fake';

export interface Call {
  name: ProcedureName;
  input: unknown;
}

export interface FakeBridge extends FleetlabBridge {
  reconnect(): void;
  /** Every call so far, oldest first. */
  calls: Call[];
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  /** What a program prints in a terminal. */
  print(id: string, text: string): void;
  setConnection(state: 'connected' | 'lost'): void;
  /** Replaces the answer to a procedure; what it throws rejects the call. */
  answer<Name extends ProcedureName>(name: Name, handler: (input: never) => ProcedureOutput<Name> | Promise<ProcedureOutput<Name>>): void;
}

export interface FakeState {
  start: StartView;
  files: Record<string, string>;
  /** What each terminal has printed, with main's marks (`fakeKey`). */
  printed?: Record<string, string>;
}

/** Main's side of the contract for the screen's tests: keeps progress, files and terminals in memory, and can be told to fail. */
export function createFakeBridge(state: FakeState): FakeBridge {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const watchers = new Set<(state: 'connected' | 'lost') => void>();
  const handlers = new Map<string, (input: never) => unknown>();
  const calls: Call[] = [];
  let terminals = 1;
  /** In the order of their tabs. */
  let views = state.start.terminals;
  let closed = state.start.closedTerminals;
  let { progress } = state.start;

  function answer<Name extends ProcedureName>(
    name: Name,
    handler: (input: never) => ProcedureOutput<Name> | Promise<ProcedureOutput<Name>>,
  ): void {
    handlers.set(name, handler);
  }

  function print(id: string, text: string): void {
    emit('terminal.output', { id, bytes: new TextEncoder().encode(text) });
  }

  function emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  }

  function file(path: string): { path: string; text: string; version: string } {
    const text = state.files[path];
    if (text === undefined) throw new FleetlabError('not-found', `There is no file ${path}.`);
    return { path, text, version: `${text.length}:${text}` };
  }

  function findEdit(stepId: string, blockId: string): EditBlock {
    const step = state.start.course.sections.flatMap((section) => section.steps).find((one) => one.id === stepId);
    const block = step?.blocks.find((one) => one.kind === 'edit' && one.id === blockId);
    if (block?.kind !== 'edit') throw new FleetlabError('not-found', 'There is no such edit.');
    return block;
  }

  function stepProgress(stepId: string) {
    return progress.steps[stepId] ?? { passed: false, hints: 0, solved: false, answers: {} };
  }

  answer('app.start', () => ({ ...state.start, progress }));
  answer('app.begin', () => undefined);
  answer('app.saveLayout', () => undefined);
  answer('app.openExternal', () => undefined);
  answer('course.go', ({ stepId }: { stepId: string }) => (progress = { ...progress, place: stepId }));
  answer('course.check', () => []);
  answer('course.hint', ({ stepId, count }: { stepId: string; count: number }) => {
    progress = { ...progress, steps: { ...progress.steps, [stepId]: { ...stepProgress(stepId), hints: count } } };
    return progress;
  });
  answer('course.answer', ({ stepId, blockId, option }: { stepId: string; blockId: string; option: number }) => {
    const step = stepProgress(stepId);
    progress = { ...progress, steps: { ...progress.steps, [stepId]: { ...step, answers: { ...step.answers, [blockId]: option } } } };
    return progress;
  });
  answer('course.cancelTask', () => undefined);
  answer('course.preview', () => ({
    files: [
      { path: 'single-service/Dockerfile.template', change: 'overwritten' },
      { path: 'single-service/notes.txt', change: 'removed' },
      { path: 'multicontainer/backend/index.js', change: 'added' },
    ],
    state: 'rehearsed',
  }));
  answer('course.reset', ({ stepId }: { stepId: string }) => ({
    stepId,
    environmentId: state.start.environment.id,
    kind: 'reset',
    state: 'done',
    message: 'All is as it was.',
  }));
  answer('course.jump', ({ stepId }: { stepId: string }) => {
    progress = { ...progress, place: stepId };
    emit('progress.changed', progress);
    return {
      stepId,
      environmentId: state.start.environment.id,
      kind: 'jump',
      state: 'done',
      message: 'Files, cloud and device are as the steps before this one leave them.',
    };
  });
  answer('course.undo', () => ({
    stepId: progress.place,
    environmentId: state.start.environment.id,
    kind: 'undo',
    state: 'done',
    message: 'Files, cloud and device are as they were.',
  }));
  answer('course.active', () => undefined);
  answer('course.summary', () => ({ name: 'summary.md', type: 'text/markdown', text: '# Summary\n' }));
  answer('doctor.examine', () => []);
  answer('copies.list', () => []);
  answer('copies.compare', () => []);
  answer('copies.restore', () => undefined);
  answer('copies.remove', () => []);
  answer('block.run', () => ({ terminalId: 't1' }));
  answer('block.cancel', () => undefined);
  answer('block.applyEdit', ({ stepId, blockId, replace }: { stepId: string; blockId: string; replace?: boolean }) => {
    const block = findEdit(stepId, blockId);
    const outcome = applyEdit((replace === true ? starterFiles : state.files)[block.file], block.change);
    if (outcome.kind === 'conflict') throw new FleetlabError('edit-does-not-fit', outcome.reason);
    if (outcome.kind === 'applied') state.files[block.file] = outcome.text;
    emit('workspace.fileChanged', file(block.file));
    return file(block.file);
  });
  answer('block.viewEdit', ({ stepId, blockId }: { stepId: string; blockId: string }) => {
    const { change, file: path } = findEdit(stepId, blockId);
    return viewEdit(change, state.files[path], starterFiles[path]);
  });
  answer('block.request', () => ({ verdict: 'delivered', status: 200, body: 'Hello\n', milliseconds: 12 }));
  answer('terminal.open', ({ target }: { target: StartView['terminals'][number]['target'] }) => {
    terminals += 1;
    const view = {
      ...ofPractice,
      id: `t${terminals}`,
      target,
      title: target.kind === 'service' ? `service ${target.service}` : target.kind === 'laptop' ? 'laptop' : 'host OS',
      state: 'prompt' as const,
    };
    views = [...views, view];
    return view;
  });
  answer('terminal.restart', ({ id }: { id: string }) => ({
    ...ofPractice,
    id,
    target: { kind: 'laptop' },
    title: 'laptop',
    state: 'starting',
  }));
  answer('terminal.input', () => undefined);
  answer('terminal.suggest', () => undefined);
  answer('terminal.resize', () => undefined);
  answer('terminal.acknowledge', () => undefined);
  answer('terminal.close', ({ id }: { id: string }) => {
    const view = views.find((one) => one.id === id);
    if (view === undefined) throw new FleetlabError('not-found', 'This terminal is closed.');
    views = views.filter((one) => one !== view);
    closed = [view, ...closed];
    emit('closedTerminals.changed', closed);
    emit('terminal.closed', { id });
    return undefined;
  });
  answer('terminal.reopen', ({ id }: { id?: string }) => {
    const former = closed.find((one) => id === undefined || one.id === id);
    if (former === undefined) throw new FleetlabError('not-found', 'No such closed terminal is kept any more.');
    closed = closed.filter((one) => one !== former);
    emit('closedTerminals.changed', closed);
    const view = { ...former, id: `${former.id}-again`, formerId: former.id, state: 'prompt' as const };
    views = [...views, view].toSorted((one, other) => one.serial - other.serial);
    emit('terminal.ordered', { ids: views.map((one) => one.id) });
    return view;
  });
  answer('terminal.move', ({ id, before }: { id: string; before?: string }) => {
    const ids = movedBefore(
      views.map((one) => one.id),
      id,
      before,
    );
    views = inOrder(views, ids);
    emit('terminal.ordered', { ids });
    return undefined;
  });
  answer('terminal.clear', ({ id }: { id: string }) => {
    print(id, screenMark(fakeKey, 'X'));
    return undefined;
  });
  answer('terminal.useShell', ({ shell }: { shell: string }) => {
    emit('terminal.shellChosen', { shell });
    return undefined;
  });
  answer('terminal.replay', ({ id }: { id: string }) => ({
    data: state.printed?.[id] ?? '',
    size: { columns: 100, rows: 16 },
    key: fakeKey,
  }));
  answer('workspace.read', ({ path }: { path: string }) => file(path));
  answer('workspace.write', ({ path, text, basedOn }: { path: string; text: string; basedOn?: string }) => {
    const held = state.files[path];
    if (basedOn !== undefined && held !== undefined && file(path).version !== basedOn)
      throw new FleetlabError('file-changed', `${path} changed on disk.`);
    state.files[path] = text;
    return file(path);
  });
  answer('workspace.restore', () => state.start.workspace);
  answer('network.ask', ({ from, to }: ProcedureInput<'network.ask'>) => {
    const prediction = decide(topologyOf(state.start.engine), { from, to });
    const { verdict, reason } = prediction;
    return {
      prediction,
      answer: { verdict, milliseconds: 12, ...(verdict === 'delivered' ? { status: 200, body: 'Hello\n' } : { reason }) },
    };
  });
  answer('device.join', () => undefined);
  answer('engine.volumeFiles', () => []);
  answer('engine.volumeText', ({ path }: { path: string }) => ({
    text: path === 'datestamps' ? 'Sat Nov 28 19:01:02 UTC 2026\nSat Nov 28 19:04:40 UTC 2026\n' : 'Second volume\nSecond volume 2\n',
    isWhole: true,
  }));
  answer('environment.restart', () => undefined);
  answer('environment.findEngine', () => ({ version: '28.5.1', missingImages: [] }));
  answer('environment.useEngine', () => undefined);

  return {
    calls,
    emit,
    print,
    answer,
    reconnect: () => undefined,
    tell(name, input) {
      void this.call(name, input).catch(() => undefined);
    },
    async call(name, input) {
      calls.push({ name, input });
      const handler = handlers.get(name);
      if (handler === undefined) throw new FleetlabError('unknown-procedure', `The fake does not answer ${name}.`);
      return (await handler(input as never)) as never;
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onConnection(listener) {
      watchers.add(listener);
      queueMicrotask(() => listener('connected'));
      return () => watchers.delete(listener);
    },
    setConnection(next) {
      for (const watcher of watchers) watcher(next);
    },
  };
}
