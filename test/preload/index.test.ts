import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { NativeTransport } from '../../src/shared/wire.ts';

const exposed: Record<string, unknown> = {};
const ipc = new EventEmitter();
const invoke = vi.fn(() => Promise.resolve({ ok: true, value: 1 }));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
  ipcRenderer: {
    invoke,
    on: (channel: string, listener: (...args: unknown[]) => void) => ipc.on(channel, listener),
    removeListener: (channel: string, listener: (...args: unknown[]) => void) => ipc.off(channel, listener),
  },
}));
await import('../../src/preload/index.ts');

describe('what the page gets', () => {
  const transport = exposed['fleetlab'] as NativeTransport;

  it('is one object with two functions', () => {
    expect(Object.keys(exposed)).toEqual(['fleetlab']);
    expect(Object.keys(transport).sort()).toEqual(['call', 'subscribe']);
  });

  it('calls over the one channel', async () => {
    expect(await transport.call('app.start', undefined)).toEqual({ ok: true, value: 1 });
    expect(invoke).toHaveBeenCalledExactlyOnceWith('fleetlab:call', 'app.start', undefined);
  });

  it('passes events on without Electron’s own object, until it is told to stop', () => {
    const listener = vi.fn();
    const stop = transport.subscribe(listener);
    ipc.emit('fleetlab:event', { sender: 'secret' }, 'app.notice', { message: 'hello' });
    expect(listener).toHaveBeenCalledExactlyOnceWith('app.notice', { message: 'hello' });
    stop();
    ipc.emit('fleetlab:event', {}, 'app.notice', {});
    expect(listener).toHaveBeenCalledOnce();
  });
});
