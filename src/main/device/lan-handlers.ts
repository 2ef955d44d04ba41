import type { EnvironmentService } from '../environments/environment.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { SshKeysView } from '../../shared/domain/ssh-keys.ts';
import type { EventBus } from '../event-bus.ts';
import type { Handlers } from '../rpc.ts';
import { createDeviceFinder } from './lan/find-devices.ts';
import type { HostKeys } from './ssh/host-key.ts';
import { expectTrustedKey } from './ssh/ssh-connect.ts';
import { createIdentity, findIdentities } from './ssh/ssh-identities.ts';
import type { SshTarget } from './ssh/ssh-target.ts';

export interface LanHandlersOptions {
  environment: EnvironmentService;
  hostKeys: HostKeys;
  /** Undefined while no device is known. */
  sshTarget: () => SshTarget | undefined;
  bus: EventBus;
}

type LanHandlers = Pick<
  Handlers,
  'device.find' | 'device.stopFind' | 'device.probe' | 'hostKey.ask' | 'hostKey.answer' | 'sshKey.list' | 'sshKey.create'
>;

/** Devices of the local network, the host keys that they show, and the keys that they are to let in. */
export function createLanHandlers({ environment, hostKeys, sshTarget, bus }: LanHandlersOptions): LanHandlers {
  const finder = createDeviceFinder({ onFound: (device) => bus.emit('device.found', device) });

  function sshFolder(): string {
    const folder = environment.current()?.sshFolder;
    if (folder === undefined)
      throw new FleetlabError('not-supported', 'The practice device asks for no SSH key.', 'Choose the environment that needs one first.');
    return folder;
  }

  async function keys(folder: string): Promise<SshKeysView> {
    const { keys: found, agent } = await findIdentities(folder);
    const shown = found.map(({ type, fingerprint, source, path, publicKey }) => ({ type, fingerprint, source, path, publicKey }));
    return { keys: shown, hasAgent: agent !== undefined };
  }

  return {
    'device.find': () => finder.find(),
    'device.stopFind'() {
      finder.stop();
      return Promise.resolve(undefined);
    },
    'device.probe': ({ address }) => finder.probe(address),
    async 'hostKey.ask'() {
      const target = sshTarget();
      if (target === undefined) throw new FleetlabError('no-device', 'No device is known whose key could be asked for.');
      await expectTrustedKey(target, hostKeys);
      return undefined;
    },
    async 'hostKey.answer'({ id, isTrusted }) {
      await hostKeys.answer(id, isTrusted);
      return undefined;
    },
    'sshKey.list': () => Promise.resolve().then(() => keys(sshFolder())),
    async 'sshKey.create'() {
      const folder = sshFolder();
      await createIdentity(folder);
      return keys(folder);
    },
  };
}
