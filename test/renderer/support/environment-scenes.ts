import type { Model } from '../../../src/renderer/state/model.ts';
import type { Overlay } from '../../../src/renderer/state/screen.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import type { AccountDevice } from '../../../src/shared/domain/device-view.ts';
import type { EnvironmentList } from '../../../src/shared/domain/environment.ts';
import type { HostKeyQuestion } from '../../../src/shared/domain/host-key.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { lab } from './fixtures/lab.ts';
import { ofPractice, startView, starterFiles } from './fixtures/start.ts';
import type { Scene } from './scenes.ts';

const cloud = { id: 'e1', kind: 'balena-cloud', name: 'balenaCloud', address: 'balena-cloud.com' } as const;
const own = { id: 'e2', kind: 'open-balena', name: 'Workshop cloud', address: 'api.workshop.example:8443' } as const;
const pi = { id: 'e3', kind: 'device', name: 'Pi on the desk', address: 'a1b2c3d.local' } as const;

const environments: EnvironmentList = {
  chosen: 'e2',
  environments: [
    { id: 'practice', kind: 'practice', name: 'practice device', state: 'ready' },
    { ...cloud, setting: { kind: 'balena-cloud', name: cloud.name } },
    {
      ...own,
      state: 'ready',
      setting: { kind: 'open-balena', name: own.name, url: 'https://api.workshop.example:8443', caFile: '/home/ada/ca.pem' },
    },
    { ...pi, state: 'failed', setting: { kind: 'device', name: pi.name, address: pi.address } },
  ],
  tokens: 'files',
  fleets: { SingleService: 'ada-single' },
};

const devices: readonly AccountDevice[] = [
  { uuid: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', name: 'wild-river', deviceType: 'raspberrypi4-64', fleet: 'ada-single', isOnline: true },
  { uuid: 'b2c3d4e5f60718293a4b5c6d7e8f90a1', name: 'quiet-forest', deviceType: 'raspberrypi5', fleet: 'kiosks', isOnline: false },
  { uuid: 'c3d4e5f60718293a4b5c6d7e8f90a1b2', name: 'bold-meadow', deviceType: 'intel-nuc', isOnline: true },
];

/** Commands go to a cloud of a company; a terminal of practice is still open. */
function elsewhere(change: Partial<StartView> = {}): Scene['state'] {
  return (now) => ({
    start: startView(now, {
      environment: { ...own, state: 'ready' },
      environments,
      lab: lab(now, { account: { username: 'ada' } }),
      terminals: [
        { ...ofPractice, id: 't1', target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' },
        { id: 't2', serial: 0, environment: own, target: { kind: 'laptop' }, title: 'laptop', state: 'prompt' },
      ],
      ...change,
    }),
    files: starterFiles,
    printed: {},
  });
}

function dialog(overlay: Overlay, state = elsewhere(), then?: Scene['then'], environmentId?: string): Scene {
  return {
    state,
    async then(bridge, model: Model, now) {
      bridge.answer('device.list', () => [...devices]);
      bridge.answer('device.find', () => ({ devices: [] }));
      bridge.answer('device.stopFind', () => undefined);
      bridge.answer('environment.test', () => {
        throw new FleetlabError(
          'unreachable',
          'The certificate of api.workshop.example is signed by an authority that this machine does not know.',
          'If it is your cloud’s own, give the file with its certificate.',
        );
      });
      bridge.answer('environment.signIn', () => {
        throw new FleetlabError('refused', 'The cloud does not take this token.', 'Make a new one in the dashboard.');
      });
      model.screen.setState({ overlay, environmentId });
      await shown('.dialog');
      await then?.(bridge, model, now);
    },
  };
}

async function shown(selector: string): Promise<Element> {
  for (;;) {
    const found = document.querySelector(selector);
    if (found !== null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

async function openMenu(): Promise<void> {
  (await shown('.pill')).dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await shown('.environment-list');
}

function fill(label: string, value: string): void {
  const field = [...document.querySelectorAll<HTMLLabelElement>('.text-field label')].find(({ textContent }) => textContent === label);
  const input = field?.control as HTMLInputElement | undefined;
  if (input === undefined) throw new Error(`There is no field ${label}.`);
  // React listens to the setter of the element's own class.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

function choose(words: string): void {
  [...document.querySelectorAll<HTMLElement>('.dialog label.choice')].find(({ innerText }) => innerText.startsWith(words))?.click();
}

const formerKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:/yBqL+95Sem+6ImuAvUbVESDsqyWO42f/VjDyvYgz4c' };
const gatewayKey: HostKeyQuestion = {
  id: 'q1',
  of: 'gateway',
  host: 'ssh.workshop.example:22',
  shown: { type: 'ssh-ed25519', fingerprint: 'SHA256:j9mnOxwocp9+Wsbs/WLWKIzH7Tcv7goWVQFqlTvqKr0' },
  former: [],
};

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

export const environmentScenes: Readonly<Record<string, Scene>> = {
  environments: { state: elsewhere(), then: openMenu },
  'environment-failed': {
    state: elsewhere({
      environment: {
        ...own,
        state: 'failed',
        problem: 'api.workshop.example:8443 does not answer in time. Is the network there, or a firewall in the way?',
      },
      terminals: [],
    }),
    then: openMenu,
  },
  'environment-signed-out': {
    state: (now) => {
      const made = elsewhere()(now);
      return { ...made, start: { ...made.start, lab: lab(now, { account: undefined }) } };
    },
  },
  'environment-no-device': {
    state: (now) => {
      const made = elsewhere()(now);
      return {
        ...made,
        start: {
          ...made.start,
          lab: {
            ...made.start.lab,
            fleets: [{ id: 1, slug: 'ada/ada-single', name: 'ada-single', deviceType: 'raspberrypi4-64', releases: [] }],
          },
        },
      };
    },
  },
  'environment-add': dialog('environment-add'),
  'environment-add-refused': dialog('environment-add', elsewhere(), async () => {
    choose('openBalena');
    await frame();
    fill('Name', 'Workshop cloud');
    fill('Domain or address', 'https://api.workshop.example');
    await frame();
    [...document.querySelectorAll<HTMLButtonElement>('.dialog button')].find(({ innerText }) => innerText === 'Test connection')?.click();
    await shown('.dialog .note');
  }),
  'environment-add-empty': dialog('environment-add', elsewhere(), async () => {
    choose('Device on');
    await frame();
    fill('Name', '');
    await frame();
    document.querySelector<HTMLButtonElement>('.dialog button[type=submit]')?.click();
    await shown('.text-field-error');
  }),
  'environment-edit-address': dialog(
    'environment-edit',
    elsewhere(),
    () => fill('Domain or address', 'https://api.company.example:8443'),
    'e2',
  ),
  'environment-remove': dialog('environment-remove', elsewhere(), undefined, 'e2'),
  'sign-in': dialog('sign-in'),
  'sign-in-refused': dialog('sign-in', elsewhere(), async () => {
    choose('Token');
    await frame();
    fill('Token', 'not-a-good-one');
    await frame();
    document.querySelector<HTMLButtonElement>('.dialog button[type=submit]')?.click();
    await shown('.dialog .note');
  }),
  'sign-in-code': dialog('sign-in', elsewhere(), async (bridge) => {
    bridge.answer('environment.signIn', () => {
      throw new FleetlabError('code-needed', 'Give the code of your second factor as well.');
    });
    choose('E-mail');
    await frame();
    fill('E-mail address', 'ada@workshop.example');
    fill('Password', 'a good one');
    await frame();
    document.querySelector<HTMLButtonElement>('.dialog button[type=submit]')?.click();
    await shown('input[autocomplete=one-time-code]');
  }),
  'gateway-key-new': { state: elsewhere({ hostKeyQuestion: gatewayKey }) },
  'gateway-key-changed': { state: elsewhere({ hostKeyQuestion: { ...gatewayKey, former: [formerKey] } }) },
  'choose-device': dialog('choose-device', elsewhere(), async () => {
    await shown('.device-choices');
  }),
};
