import type { DeviceForCloud, ShellRequest } from '../../device/device-link.ts';
import { createSshServer } from '../../ssh/ssh-server.ts';
import type { FoundShell, SshServer } from '../../ssh/ssh-server.ts';
import type { DeviceHub } from '../devices/device-hub.ts';
import { parseCommand } from './command.ts';

/** The SSH gateway that `balena device ssh UUID` goes through, for every user. */
export function createGateway({ hostKey, hub }: { hostKey: string; hub: DeviceHub }): SshServer {
  return createSshServer({ hostKey, software: 'practice-gateway', mayEnter: () => true, findShell: (line) => findShell(line, hub) });
}

function findShell(line: string | undefined, hub: DeviceHub): FoundShell {
  const wanted = parseCommand(line);
  const request = 'command' in wanted && wanted.command !== undefined ? { command: wanted.command } : {};
  if (wanted.kind === 'plain') {
    const [device, ...more] = hub.connected();
    if (device === undefined || more.length > 0) return { refusal: 'usage: host <uuid> [command], or enter <uuid> <container> [command]' };
    return on(device, request);
  }
  const device = hub.find(wanted.uuid);
  if (device === undefined) return { refusal: `Device ${wanted.uuid} is not connected to the practice cloud.` };
  if (wanted.kind === 'host') return on(device, request);
  if (wanted.container === '') return { refusal: 'usage: enter <uuid> <container> [command]' };
  return on(device, { ...request, container: wanted.container });
}

function on(device: DeviceForCloud, request: ShellRequest): FoundShell {
  return { open: (session) => device.openShell({ ...request, ...session }) };
}
