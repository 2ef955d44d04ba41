import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSpec } from '../../../src/practice/engine/engine.ts';
import type { DifferentialCase, Files, Lab } from '../lab.ts';

const root = join(import.meta.dirname, '../../fixtures/class');

/** The class's projects, state by state, with the containers that the Supervisor makes of them. */
export const courseCases: DifferentialCase[] = [
  {
    name: 'class: the service that ends is started again',
    run: async (lab) => {
      await lab.start('main', { image: await project(lab, 'single-starts'), networkMode: 'host', restartPolicy: { name: 'always' } });
      await lab.until(async () => (await lab.output('main')).length === 2);
      return [await lab.output('main'), (await lab.inspect('main')).restartCount];
    },
  },
  {
    name: 'class: the service that stays',
    run: async (lab) => {
      await lab.start('main', { image: await project(lab, 'single-stays'), networkMode: 'host', restartPolicy: { name: 'always' } });
      return [await lab.exec('main', 'ls -d /data; echo $0; id -un'), (await lab.inspect('main')).command];
    },
  },
  {
    name: 'class: what the service writes to its volume survives a release',
    run: async (lab) => {
      const mounts = [{ volume: await lab.volume('resin-data'), target: '/data' }];
      const spec = { image: await project(lab, 'single-writes'), networkMode: 'host' as const, mounts };
      for (const run of [1, 2]) {
        await lab.start('main', spec);
        await lab.until(async () => (await lab.exec('main', 'wc -l < /data/datestamps')).stdout === `${String(run)}\n`);
        if (run === 1) await lab.engine.removeContainer(lab.named('main'), { force: true });
      }
      return lab.exec('main', 'wc -l < /data/datestamps');
    },
  },
  {
    name: 'class: a frontend in host mode, alone',
    run: async (lab) => {
      await service(lab, 'multicontainer-start', 'frontend', { networkMode: 'host' });
      return [await lab.output('frontend'), await lab.askFromLaptop('10.42.0.7:80', '10.42.0.7:80/nothing')];
    },
    port: 80,
  },
  {
    name: 'class: a frontend in host mode and a backend behind a published port',
    run: async (lab) => {
      await service(lab, 'multicontainer-backend', 'frontend', { networkMode: 'host' });
      await service(lab, 'multicontainer-backend', 'backend', {
        ...(await bridged(lab, 'backend')),
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 1234, containerPort: 1234, protocol: 'tcp' }],
      });
      return dated(await lab.askFromLaptop('10.42.0.7:80', '10.42.0.7:80/backend_data', '10.42.0.7:1234/data', '10.42.0.7:1234/'));
    },
    port: 80,
  },
  {
    name: 'class: two services share a volume',
    run: async (lab) => {
      const second = { volume: await lab.volume('second'), target: '/backend-data' };
      await service(lab, 'multicontainer-volumes', 'frontend', {
        networkMode: 'host',
        mounts: [{ volume: await lab.volume('first'), target: '/frontend-data' }, second],
      });
      await service(lab, 'multicontainer-volumes', 'backend', {
        ...(await bridged(lab, 'backend')),
        mounts: [{ ...second, target: '/backend-persistence' }],
      });
      await lab.exec('backend', 'echo shared > /backend-persistence/file');
      return lab.exec('frontend', 'cat /backend-data/file; ls /frontend-data /backend-persistence');
    },
    port: 80,
  },
  {
    name: 'class: both services on one bridge, only the frontend published',
    run: async (lab) => {
      const networks = await bridged(lab, 'frontend');
      await service(lab, 'multicontainer-networks', 'frontend', {
        ...networks,
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' }],
      });
      const without = await lab.askFromLaptop('10.42.0.7:80/', '10.42.0.7:80/backend_data');
      await service(lab, 'multicontainer-networks', 'backend', {
        networkMode: 'bridge',
        networks: networks.networks.map(({ network }) => ({ network, aliases: ['backend'] })),
        exposedPorts: ['1234/tcp'],
      });
      const answers = await lab.askFromLaptop('10.42.0.7:80/backend_data', '10.42.0.7:1234/data');
      const inside = await lab.ask('frontend', 'backend:1234/data', 'backend:99', 'localhost:80/');
      await lab.engine.stopContainer(lab.named('backend'), { graceSeconds: 30 });
      return [
        (await lab.inspect('backend')).state.status === 'exited' && (await lab.ended('backend')),
        dated(without),
        dated(answers),
        dated(inside),
        dated(await lab.askFromLaptop('10.42.0.7:80/backend_data')),
      ];
    },
    port: 80,
  },
  {
    name: 'class: one stage holds the tools of the build, two stages hold the program alone',
    run: async (lab) => {
      const single = await project(lab, 'multistage-single');
      const two = await project(lab, 'multistage-two');
      const results = [];
      for (const [name, image] of Object.entries({ single, two })) {
        await lab.start(name, { image });
        await lab.until(async () => (await lab.output(name)).length > 0);
        results.push(await lab.output(name));
      }
      const [before, after] = [await lab.engine.inspectImage(single), await lab.engine.inspectImage(two)];
      const gcc = await lab.exec('single', 'command -v gcc; test -e hello-world.c && pwd');
      return [results, gcc, (await lab.exec('two', 'ls; command -v gcc')).stdout, before.size > 250_000_000, before.size > 20 * after.size];
    },
  },
  ...systemd(),
];

/** Processes of systemd have many ends; what is compared is what a learner looks at. */
function systemd(): DifferentialCase[] {
  const capabilities = {
    capabilitiesAdded: ['SYS_RESOURCE', 'SYS_ADMIN'],
    securityOptions: ['apparmor:unconfined'],
    tmpfs: [{ target: '/run' }, { target: '/sys/fs/cgroup' }],
  };
  return [
    {
      name: 'class: systemd with neither privileges nor capabilities ends with 255',
      run: async (lab) => {
        await lab.start('printer', { image: await project(lab, 'systemd-privileged', 'printer') });
        const exitCode = await lab.ended('printer');
        return exitCode;
      },
    },
    {
      name: 'class: systemd says why it ends',
      limitation:
        'Without a terminal a real container has no /dev/console, and systemd no place to say it; the simulated one does, because a learner could not find the reason otherwise.',
      run: async (lab) => {
        await lab.start('printer', { image: await project(lab, 'systemd-privileged', 'printer') });
        await lab.ended('printer');
        return lab.output('printer');
      },
    },
    { name: 'class: systemd, privileged', run: (lab) => bootAndStop(lab, 'systemd-privileged', { privileged: true }) },
    { name: 'class: systemd with capabilities', run: (lab) => bootAndStop(lab, 'systemd-capabilities', capabilities) },
    {
      name: 'class: systemd runs the printer',
      run: async (lab) => {
        const image = await project(lab, 'systemd-printer', 'printer');
        await lab.start('printer', { image, ...capabilities, stopGraceSeconds: 30 });
        await lab.until(async () => (await lab.exec('printer', 'systemctl is-active printer.service')).stdout === 'active\n');
        const first = await lab.exec(
          'printer',
          'systemctl is-enabled printer.service; systemctl is-active printer.service multi-user.target',
        );
        await lab.exec('printer', 'systemctl stop printer.service');
        const stopped = await lab.exec('printer', 'systemctl is-active printer.service');
        await lab.exec('printer', 'systemctl restart printer.service');
        return [first, stopped, await lab.exec('printer', 'systemctl is-active printer.service')];
      },
    },
  ];
}

async function bootAndStop(lab: Lab, state: string, spec: Partial<ContainerSpec>): Promise<unknown> {
  await lab.start('printer', { image: await project(lab, state, 'printer'), stopGraceSeconds: 90, ...spec });
  await lab.until(async () => (await lab.exec('printer', 'systemctl is-active multi-user.target')).stdout === 'active\n');
  const units = await lab.exec(
    'printer',
    'systemctl get-default; systemctl is-enabled graphical.target getty.target; systemctl is-active dbus.socket systemd-journald.service; tr "\\0" " " < /proc/1/cmdline; cat /proc/1/comm',
  );
  const started = performance.now();
  await lab.engine.stopContainer(lab.named('printer'));
  return [units, await lab.ended('printer'), performance.now() - started < 80_000];
}

async function project(lab: Lab, name: string, folder = ''): Promise<string> {
  const directory = join(root, name, folder);
  const { 'Dockerfile.template': dockerfile = '', ...files } = filesOf(directory);
  return lab.image(textOf(dockerfile), files);
}

async function service(lab: Lab, name: string, folder: string, spec: Partial<ContainerSpec>): Promise<void> {
  await lab.start(folder, { image: await project(lab, name, folder), restartPolicy: { name: 'always' }, ...spec });
  await lab.until(async () => (await lab.output(folder)).some((line) => line.includes('listens on port')));
}

async function bridged(lab: Lab, alias: string): Promise<{ networkMode: 'bridge'; networks: { network: string; aliases: string[] }[] }> {
  return { networkMode: 'bridge', networks: [{ network: await lab.network('default'), aliases: [alias] }] };
}

function filesOf(directory: string): Files {
  return Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
      const file = join(directory, path);
      if (!statSync(file).isFile()) return [];
      const content = readFileSync(file, 'utf8');
      return [[path.replaceAll('\\', '/'), path.endsWith('.sh') ? { content, mode: 0o755 } : content]];
    }),
  );
}

function textOf(file: Files[string]): string {
  return typeof file === 'string' ? file : file.content;
}

/** Answers without the moment in which they were given. */
function dated(answers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).map(([target, answer]) => [target, answer.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE')]),
  );
}
