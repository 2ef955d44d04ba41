import { describe, expect, it } from 'vitest';
import { createNativeBridge } from '../../../src/renderer/bridge/native-bridge.ts';
import type { NativeTransport, Reply } from '../../../src/shared/wire.ts';

function transport(reply: Reply) {
  const calls: [string, unknown][] = [];
  let tell: (name: string, payload: unknown) => void = () => undefined;
  const native: NativeTransport = {
    call(name, input) {
      calls.push([name, input]);
      return Promise.resolve(reply);
    },
    subscribe(listener) {
      tell = listener;
      return () => undefined;
    },
  };
  return { native, calls, tell: (name: string, payload: unknown) => tell(name, payload) };
}

describe('the bridge through Electron', () => {
  it('passes calls on and gives back their values', async () => {
    const { native, calls } = transport({ ok: true, value: { path: 'a', text: 'A', version: '1' } });
    expect(await createNativeBridge(native).call('workspace.read', { path: 'a' })).toEqual({ path: 'a', text: 'A', version: '1' });
    expect(calls).toEqual([['workspace.read', { path: 'a' }]]);
  });

  it('turns an error that came as data into a FleetlabError', async () => {
    const { native } = transport({ ok: false, error: { code: 'not-found', message: 'Gone.' } });
    await expect(createNativeBridge(native).call('workspace.read', { path: 'a' })).rejects.toMatchObject({
      name: 'FleetlabError',
      code: 'not-found',
    });
  });

  it('tells without an answer, also what fails', async () => {
    const { native, calls } = transport({ ok: false, error: { code: 'not-found', message: 'Gone.' } });
    createNativeBridge(native).tell('terminal.input', { id: 't', data: 'x' });
    await Promise.resolve();
    expect(calls).toEqual([['terminal.input', { id: 't', data: 'x' }]]);
  });

  it('hands events on', () => {
    const { native, tell } = transport({ ok: true });
    const heard: string[] = [];
    createNativeBridge(native).on('app.notice', ({ message }) => heard.push(message));
    tell('app.notice', { message: 'hello' });
    expect(heard).toEqual(['hello']);
  });
});
