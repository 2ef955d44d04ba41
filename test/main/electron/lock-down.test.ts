import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { createFakeElectron, FakeContents } from './support/fake-electron.ts';

const electron = createFakeElectron();
vi.mock('electron', () => electron.module);
const { denyPermissions, isPage, keepToPage } = await import('../../../src/main/electron/lock-down.ts');
const { servePage, declarePageScheme } = await import('../../../src/main/electron/page-protocol.ts');

describe('permissions', () => {
  denyPermissions(electron.session as unknown as Session);
  const asked = (permission: string, requestingUrl: string) => {
    let granted: boolean | undefined;
    electron.state.permissionRequest?.({}, permission, (answer) => (granted = answer), { requestingUrl });
    return granted;
  };

  it.each(['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'fileSystem', 'unknown'])(
    'refuse %s',
    (permission) => {
      expect(asked(permission, 'app://fleetlab/')).toBe(false);
      expect(electron.state.permissionCheck?.({}, permission, 'app://fleetlab')).toBe(false);
    },
  );

  it('let the page, and only the page, write text to the clipboard', () => {
    expect(asked('clipboard-sanitized-write', 'app://fleetlab/')).toBe(true);
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    expect(electron.state.permissionCheck?.({}, 'clipboard-sanitized-write', 'https://evil.example')).toBe(false);
    expect(electron.state.devicePermission?.()).toBe(false);
  });
});

describe('the window', () => {
  it('goes nowhere, opens nothing and embeds nothing', () => {
    const contents = new FakeContents();
    keepToPage(contents as unknown as WebContents);
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      contents.emit(name, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    }
    expect(contents.openHandler?.({ url: 'app://fleetlab/' })).toEqual({ action: 'deny' });
  });

  it.each([
    ['app://fleetlab/', true],
    ['app://fleetlab', true],
    ['app://fleetlab.evil/', false],
    ['app://other/', false],
    ['https://fleetlab/', false],
    ['', false],
  ])('takes %s for its page: %s', (address, expected) => expect(isPage(address)).toBe(expected));
});

describe('the page’s scheme', () => {
  const files = {
    answer: (path: string) =>
      Promise.resolve(path === '/index.html' ? { body: Buffer.from('the page'), headers: { 'Content-Type': 'text/html' } } : undefined),
  };
  servePage(electron.session as unknown as Session, files);
  const get = (address: string, method = 'GET') => electron.state.protocolHandlers.get('app')?.(new Request(address, { method }));

  it('has an origin of its own', () => {
    declarePageScheme();
    expect(electron.state.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
  });

  it('serves the page with the policy', async () => {
    const answer = await get('app://fleetlab/index.html');
    expect(await answer?.text()).toBe('the page');
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('serves nothing else', async () => {
    expect((await get('app://fleetlab/other'))?.status).toBe(404);
    expect((await get('app://other/index.html'))?.status).toBe(403);
    expect((await get('app://fleetlab/index.html', 'POST'))?.status).toBe(403);
  });
});
