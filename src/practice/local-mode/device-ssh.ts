import type { DeviceForCloud } from '../device/device-link.ts';
import { createSshServer } from '../ssh/ssh-server.ts';
import type { SshServer } from '../ssh/ssh-server.ts';

/**
 * The device's own SSH server, which a development balenaOS lets `root` into without a password. Behind it is the simulated host OS, where
 * `balena exec -it` leads on into a container.
 */
export function createDeviceSsh(options: { hostKey: string; device: Pick<DeviceForCloud, 'openShell'> }): SshServer {
  const { hostKey, device } = options;
  return createSshServer({
    hostKey,
    software: 'practice-device',
    mayEnter: (username) => username === 'root',
    findShell: (line) => ({
      open: (session) => device.openShell({ ...(line === undefined || line === '' ? {} : { command: line }), ...session }),
    }),
  });
}
