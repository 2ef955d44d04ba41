import { fillCourse } from '../../../src/main/course/variables.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import type { FoundDevice } from '../../../src/shared/domain/found-device.ts';
import { course } from './fixtures/course.ts';
import { device, seconds, service } from './fixtures/lab.ts';
import { startView, starterFiles } from './fixtures/start.ts';
import type { Scene } from './scenes.ts';

const pi = { id: 'e3', kind: 'device', name: 'Pi on the desk', address: '192.168.1.20' } as const;

const ready: FoundDevice = {
  address: '192.168.1.20',
  name: 'a1b2c3d.local',
  ports: { ssh: 'open', supervisor: 'open', engine: 'open' },
  deviceName: 'misty-fog',
  deviceType: 'raspberrypi4-64',
  supervisorVersion: '17.1.0',
  engineVersion: '20.10.43',
  localMode: 'on',
  remarks: [],
};
const closed: FoundDevice = {
  address: '192.168.1.31',
  name: '7f00aa1.local',
  ports: { ssh: 'open', supervisor: 'refused', engine: 'silent' },
  localMode: 'unknown',
  remarks: [
    'The Supervisor does not answer on port 48484: local mode is off, or the Supervisor is still starting. Switch local mode on in the dashboard (device ▸ Settings ▸ Local mode), or wait a minute and look again.',
    'The container engine is closed on port 2375, so nothing can be pushed to the address. A development image of balenaOS opens it.',
  ],
};

function onDevice(change: (now: number) => Partial<StartView> = () => ({})): Scene['state'] {
  return (now) => ({
    start: startView(now, {
      environment: { ...pi, state: 'ready' },
      environments: {
        chosen: 'e3',
        environments: [
          { id: 'practice', kind: 'practice', name: 'practice device', state: 'ready' },
          { ...pi, state: 'ready', setting: { kind: 'device', name: pi.name, address: pi.address } },
        ],
        tokens: 'files',
        fleets: {},
      },
      course: fillCourse(course, { isDeviceAlone: true, address: pi.address, uuid: pi.address }),
      lab: alone(now),
      terminals: [{ id: 't1', serial: 0, environment: pi, target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' }],
      ...change(now),
    }),
    files: starterFiles,
    printed: {},
  });
}

function alone(now: number): StartView['lab'] {
  return { fleets: [], logs: [], readAt: now, isWithoutCloud: true, device: deviceAlone(now) };
}

function deviceAlone(now: number): NonNullable<StartView['lab']['device']> {
  const made = device({
    uuid: pi.address,
    name: 'misty-fog',
    address: pi.address,
    services: [service({ startedAt: now - 95 * seconds })],
  });
  delete made.fleet;
  return made;
}

const shown = async (selector: string): Promise<Element> => {
  for (;;) {
    const found = document.querySelector(selector);
    if (found !== null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
};

/** The form for a device, with what the network has told so far. */
function finding(devices: readonly FoundDevice[], then?: () => Promise<void>, isOver = true): Scene {
  return {
    state: onDevice(),
    async then(bridge, model) {
      bridge.answer('device.find', () => (isOver ? { devices: [...devices] } : new Promise<never>(() => undefined)));
      bridge.answer('device.stopFind', () => undefined);
      bridge.answer('device.probe', () => ({
        ...closed,
        address: '192.168.1.99',
        name: undefined,
        ports: { ssh: 'silent', supervisor: 'silent', engine: 'silent' },
        remarks: [
          'Nothing answers. Is the device switched on, and on the same network as this computer? A guest network often keeps its machines apart.',
        ],
      }));
      model.screen.setState({ overlay: 'environment-add', environmentId: undefined });
      await shown('.dialog');
      [...document.querySelectorAll<HTMLElement>('.dialog label.choice')].at(-1)?.click();
      await shown('.found-devices');
      for (const found of devices) bridge.emit('device.found', found);
      if (devices.length > 0) await shown('.found-device');
      await then?.();
    },
  };
}

async function probe(): Promise<void> {
  const field = [...document.querySelectorAll<HTMLLabelElement>('.text-field label')].find(({ textContent }) => textContent === 'Address');
  const input = field?.control as HTMLInputElement;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '192.168.1.99');
  input.dispatchEvent(new Event('input', { bubbles: true }));
  ((await shown('.probe button')) as HTMLElement).click();
  await shown('.probe .found-device');
}

const shownKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:j9mnOxwocp9+Wsbs/WLWKIzH7Tcv7goWVQFqlTvqKr0' };
const formerKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:/yBqL+95Sem+6ImuAvUbVESDsqyWO42f/VjDyvYgz4c' };
const question = { id: 'q1', of: 'device' as const, host: '192.168.1.20:22222', shown: shownKey, former: [] };

export const lanScenes: Readonly<Record<string, Scene>> = {
  'lan-device': { state: onDevice() },
  'lan-lost': {
    state: onDevice((now) => ({
      lab: {
        ...alone(now),
        device: { ...deviceAlone(now), isOnline: false, status: 'unknown' },
        problem: 'Pi on the desk does not answer (no machine answers at its address). What it does is unknown since 12:31.',
      },
    })),
  },
  'lan-find': finding([ready, closed], undefined, false),
  'lan-find-none': finding([], probe),
  'host-key-new': { state: onDevice(() => ({ hostKeyQuestion: question })) },
  'host-key-changed': { state: onDevice(() => ({ hostKeyQuestion: { ...question, former: [formerKey] } })) },
  'ssh-keys': {
    state: onDevice(),
    async then(bridge, model) {
      bridge.answer('sshKey.list', () => ({
        hasAgent: true,
        keys: [
          { ...shownKey, source: 'environment', path: '/home/ada/.local/share/fleetlab/environments/e3/ssh/id_ed25519', publicKey: 'x' },
          { ...formerKey, source: 'personal', path: '/home/ada/.ssh/id_ed25519', publicKey: 'y' },
        ],
      }));
      model.screen.setState({ overlay: 'ssh-keys' });
      await shown('.found-list');
    },
  },
};
