import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellEndInTitle } from '../../../src/renderer/terminal/end-in-title.ts';
import type { Model } from '../../../src/renderer/state/model.ts';
import { createTerminals } from '../../../src/renderer/state/terminals.ts';
import type { TerminalView } from '../../../src/shared/domain/terminal.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { ofPractice, startView } from '../support/fixtures/start.ts';

const page = { title: 'Fleetlab', hasFocus: () => false };
let frame: EventTarget;
let stop: () => void;
let tell: (more: Partial<TerminalView>) => void;

beforeEach(() => {
  vi.useFakeTimers();
  frame = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', frame);
  page.hasFocus = () => false;
  const bridge = createFakeBridge({ start: startView(0), files: {} });
  const terminals = createTerminals(bridge, () => false);
  const view = (id: string): TerminalView => ({ ...ofPractice, id, target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' });
  terminals.load({ terminals: [view('one'), { ...view('two'), serial: 2 }], closedTerminals: [], shells: [], usualShell: '' });
  tell = (more) => bridge.emit('terminal.changed', { ...view('two'), serial: 2, ...more });
  stop = tellEndInTitle({ terminals } as Model);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function run(milliseconds: number, exitCode: number): void {
  tell({ state: 'running' });
  vi.advanceTimersByTime(milliseconds);
  tell({ exitCode });
}

it('tells how a long command ended while the learner was elsewhere, until they are back', () => {
  run(60_000, 0);
  expect(page.title).toBe('✓ laptop 2 · Fleetlab');
  run(60_000, 2);
  expect(page.title).toBe('✗ exit code 2: laptop 2 · Fleetlab');
  frame.dispatchEvent(new Event('focus'));
  expect(page.title).toBe('Fleetlab');
});

it('says nothing of what was short, was stopped, or is looked at', () => {
  run(4000, 0);
  run(60_000, 130);
  page.hasFocus = () => true;
  run(60_000, 0);
  expect(page.title).toBe('Fleetlab');
});

it('leaves the title as it was', () => {
  run(60_000, 0);
  stop();
  expect(page.title).toBe('Fleetlab');
});
