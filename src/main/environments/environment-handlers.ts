import { FleetlabError } from '../../shared/errors.ts';
import { listDevices } from './cloud/list-devices.ts';
import type { Lab } from '../device/lab/lab.ts';
import type { Handlers } from '../rpc.ts';
import type { CommandRunner } from '../terminal/run/command-runner.ts';
import { askCloud } from './cloud/ask-cloud.ts';
import type { Environments } from './environments.ts';
import { cloudOf } from './cloud/remote-environment.ts';
import { signIn, signOut } from './cloud/sign-in.ts';

type EnvironmentProcedures =
  | 'environment.test'
  | 'environment.add'
  | 'environment.change'
  | 'environment.remove'
  | 'environment.choose'
  | 'environment.signIn'
  | 'environment.signInByWeb'
  | 'environment.signOut'
  | 'environment.restart'
  | 'device.list'
  | 'device.choose'
  | 'fleet.choose';

export interface EnvironmentServices {
  environments: Environments;
  lab: Pick<Lab, 'refresh'>;
  runner: CommandRunner;
}

/** What the screen can do with environments. A secret that comes in goes to the cloud, and into the token's file; nothing here sends one out. */
export function environmentHandlers({ environments, lab, runner }: EnvironmentServices): Pick<Handlers, EnvironmentProcedures> {
  return {
    async 'environment.test'({ setting }) {
      if (setting.kind === 'device')
        throw new FleetlabError('not-supported', 'A device is looked at in another way.', 'Look what answers at its address.');
      const { addresses, ca } = await cloudOf(setting);
      const { apiUrl } = addresses;
      const milliseconds = await askCloud({ apiUrl, ...(ca === undefined ? {} : { ca }) });
      return { host: new URL(apiUrl).host, milliseconds };
    },
    'environment.add': async ({ setting }) => ({ id: await environments.add(setting) }),
    'environment.change': ({ id, setting }) => environments.change(id, setting).then(nothing),
    'environment.remove': ({ id }) => environments.remove(id).then(nothing),
    'environment.choose': ({ id }) => environments.choose(id).then(nothing),
    'environment.restart': () => environments.restart().then(nothing),
    async 'environment.signIn'({ credentials }) {
      const account = await signIn(await environments.ready(), credentials);
      await lab.refresh();
      return account;
    },
    async 'environment.signInByWeb'() {
      await environments.ready();
      const started = Promise.withResolvers<string>();
      // The CLI waits until the learner has signed in: how it ends is seen in its tab.
      const command = { text: 'balena login --web', target: { kind: 'laptop' }, endless: false } as const;
      runner.run(command, { whenBusy: 'new-terminal', onStarted: started.resolve }).then(
        () => {
          started.reject(new FleetlabError('internal', 'The command ended before a terminal took it.', 'Try again.'));
          void lab.refresh();
        },
        (error: unknown) => started.reject(error),
      );
      return { terminalId: await started.promise };
    },
    async 'environment.signOut'() {
      const { dataDirectory } = await environments.ready();
      await signOut(dataDirectory);
      await lab.refresh();
      return undefined;
    },
    async 'device.list'() {
      const { cloud, dataDirectory } = await environments.ready();
      if (cloud === undefined) throw new FleetlabError('not-supported', 'This environment is one device.', 'Choose another environment.');
      return listDevices(cloud, dataDirectory);
    },
    'device.choose': ({ uuid }) => environments.chooseDevice(uuid).then(nothing),
    'fleet.choose': ({ fleet, name }) => environments.nameFleet(fleet, name).then(nothing),
  };
}

function nothing(): undefined {
  return undefined;
}
