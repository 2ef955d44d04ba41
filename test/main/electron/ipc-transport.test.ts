import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventName } from '../../../src/shared/contract.ts';
import { createFakeElectron, FakeWindow } from './support/fake-electron.ts';

const electron = createFakeElectron();
vi.mock('electron', () => electron.module);
const { connectWindow } = await import('../../../src/main/electron/ipc-transport.ts');

let window: FakeWindow;
let emit: (name: EventName, payload: unknown) => void;
let call: ReturnType<typeof vi.fn>;
let disconnect: () => void;

beforeEach(async () => {
  window = new FakeWindow({ webPreferences: {} });
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  emit = (name, payload) => listeners.forEach((listener) => listener(name, payload));
  call = vi.fn(() => Promise.resolve({ ok: true }));
  disconnect = connectWindow(
    window as unknown as BrowserWindow,
    Promise.resolve({
      call: call as never,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  );
  await Promise.resolve();
});
const invoke = (senderFrame: unknown, ...args: unknown[]) => electron.state.handlers.get('fleetlab:call')?.({ senderFrame }, ...args);

describe('a call over IPC', () => {
  it('is answered where it comes from the top frame of the window’s own page', async () => {
    expect(await invoke(window.webContents.mainFrame, 'app.start', undefined)).toEqual({ ok: true });
    expect(call).toHaveBeenCalledExactlyOnceWith('app.start', undefined);
  });

  it.each([
    ['a frame that is gone', () => null],
    ['an embedded frame of the page', () => ({ url: 'app://fleetlab/' })],
    ['another page in the top frame', () => Object.assign(window.webContents.mainFrame, { url: 'https://evil.example/' })],
    ['an address that only begins alike', () => Object.assign(window.webContents.mainFrame, { url: 'app://fleetlab.evil.example/' })],
  ])('is refused from %s', async (_, frame) => {
    expect(await invoke(frame(), 'app.start', undefined)).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(call).not.toHaveBeenCalled();
  });

  it('is refused from a window that is closed', async () => {
    window.destroyed = true;
    expect(await invoke(window.webContents.mainFrame, 'app.start')).toMatchObject({ ok: false });
  });

  it('takes a name that is none for an unknown one', async () => {
    await invoke(window.webContents.mainFrame, { toString: () => 'app.begin' }, 1);
    expect(call.mock.calls[0]?.[0]).toBeTypeOf('string');
  });
});

describe('an event', () => {
  it('reaches the window, as long as there is one', () => {
    emit('app.notice', { message: 'hello' });
    expect(window.webContents.send).toHaveBeenCalledExactlyOnceWith('fleetlab:event', 'app.notice', { message: 'hello' });
    window.destroyed = true;
    emit('app.notice', { message: 'late' });
    expect(window.webContents.send).toHaveBeenCalledOnce();
  });

  it('and calls end with the connection', () => {
    disconnect();
    emit('app.notice', { message: 'late' });
    expect(window.webContents.send).not.toHaveBeenCalled();
    expect(electron.state.handlers.size).toBe(0);
  });
});
