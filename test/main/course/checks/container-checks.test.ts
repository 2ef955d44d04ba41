import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/main/course/checks/evaluate.ts';
import { createSilentAsker } from '../../../../src/main/device/requests/network-asker.ts';
import { predicate, type Predicate } from '../../../../src/shared/course/checks.ts';
import type { EngineView } from '../../../../src/shared/domain/engine-view.ts';
import { container, engine, published } from '../engine-fixture.ts';
import { createFakeLab, device, labView, noEngine } from '../lab-fixture.ts';

type Wanted = { kind: Predicate['kind'] } & Record<string, unknown>;

async function judge(wanted: Wanted, view: EngineView, stdout = '', lab = createFakeLab(labView(), view)) {
  lab.answer = () => Promise.resolve({ exitCode: 0, stdout, stderr: '' });
  return evaluate(predicate.parse(wanted), {
    lab,
    workspace: { read: () => Promise.reject(new Error('not read here')) },
    asker: createSilentAsker(),
    step: { fleet: 'SingleService', blocks: [] },
    answers: {},
  });
}

const passes = (message: string) => ({ verdict: 'passed', message });
const notYet = (message: string) => ({ verdict: 'not-yet', message });

describe('a check of a container', () => {
  const wanted: Wanted = { kind: 'service-privileged', service: 'frontend' };
  it('says what is in the way', async () => {
    expect(await judge(wanted, engine())).toEqual(notYet('The device has no container of frontend yet.'));
    expect(await judge(wanted, engine(container({ service: 'frontend', state: 'exited' })))).toEqual(
      notYet('The container of frontend is exited.'),
    );
    const refused = container({ service: 'frontend', state: 'created', error: 'port is already allocated' });
    expect(await judge(wanted, engine(refused))).toEqual(notYet('The container of frontend is created. port is already allocated.'));
  });

  it('cannot tell where the engine is not read, nobody is signed in or the device is offline', async () => {
    expect(await judge(wanted, { ...noEngine, problem: 'The device does not answer.' })).toEqual({
      verdict: 'unknown',
      message: 'The device does not answer.',
    });
    const offline = createFakeLab(labView({ device: device({ isOnline: false }) }), engine());
    expect(await judge(wanted, engine(), '', offline)).toMatchObject({ verdict: 'unknown' });
  });

  it('does not take another fleet’s service of the same name', async () => {
    const elsewhere = createFakeLab(
      labView({ device: device({ fleet: 'Other' }) }),
      engine(container({ service: 'frontend', privileged: true })),
    );
    expect(await judge(wanted, engine(), '', elsewhere)).toEqual(notYet('The device does not belong to SingleService yet.'));
  });
});

describe('service-privileged and service-capability', () => {
  it('look at the container that runs', async () => {
    const plain = engine(container({ service: 'printer', capabilitiesAdded: ['SYS_ADMIN'] }));
    const privileged = engine(container({ service: 'printer', privileged: true }));
    const wanted: Wanted = { kind: 'service-privileged', service: 'printer' };
    expect(await judge(wanted, privileged)).toEqual(passes('The container of printer is privileged.'));
    expect(await judge(wanted, plain)).toEqual(notYet('The container of printer is not privileged.'));
    expect(await judge({ ...wanted, privileged: false }, privileged)).toEqual(notYet('The container of printer is privileged.'));

    const capable: Wanted = { kind: 'service-capability', service: 'printer', capabilities: ['SYS_ADMIN', 'SYS_RESOURCE'] };
    expect(await judge(capable, plain)).toEqual(notYet('The container of printer has not SYS_RESOURCE; added to it is SYS_ADMIN.'));
    expect(
      await judge(capable, engine(container({ service: 'printer', capabilitiesAdded: ['CAP_SYS_ADMIN', 'cap_sys_resource'] }))),
    ).toMatchObject({ verdict: 'passed' });
    expect(await judge(capable, privileged)).toMatchObject({ verdict: 'unknown' });
  });
});

describe('service-network', () => {
  const host = container({ service: 'frontend', networkMode: 'host', attachments: [] });
  const both = container({
    service: 'frontend',
    attachments: [
      { network: '1_default', address: '172.17.0.2', aliases: ['frontend'] },
      { network: '1_inner', address: '172.30.5.10', aliases: ['frontend', 'web'] },
    ],
  });

  it('knows host mode from bridges', async () => {
    const wanted: Wanted = { kind: 'service-network', service: 'frontend', mode: 'bridge' };
    expect(await judge(wanted, engine(host))).toEqual(notYet("frontend is on the host's network."));
    expect(await judge(wanted, engine(container({ service: 'frontend' })))).toEqual(passes('frontend is on the bridge default.'));
    expect(await judge({ ...wanted, mode: 'host' }, engine(both))).toEqual(notYet('frontend is on the bridges default and inner.'));
  });

  it('knows networks by their names in the compose file', async () => {
    const wanted: Wanted = { kind: 'service-network', service: 'frontend', on: ['inner'], notOn: ['default'] };
    expect(await judge(wanted, engine(container({ service: 'frontend' })))).toEqual(
      notYet('frontend is on the bridge default. It is not on inner.'),
    );
    expect(await judge(wanted, engine(both))).toEqual(notYet('frontend is on the bridges default and inner. It is still on default.'));
    expect(await judge({ ...wanted, notOn: [] }, engine(both))).toMatchObject({ verdict: 'passed' });
  });

  it('tells the alias or address that is there instead', async () => {
    const alias: Wanted = { kind: 'service-network', service: 'frontend', on: ['inner'], alias: 'shop' };
    expect(await judge(alias, engine(both))).toEqual(notYet('frontend has no alias shop; its names are frontend and web.'));
    expect(await judge({ ...alias, alias: 'web' }, engine(both))).toMatchObject({ verdict: 'passed' });
    const address: Wanted = { kind: 'service-network', service: 'frontend', on: ['inner'], address: '172.30.5.11' };
    expect(await judge(address, engine(both))).toEqual(notYet('frontend has not the address 172.30.5.11, but 172.30.5.10.'));
    expect(await judge({ ...address, address: '172.30.5.10' }, engine(both))).toMatchObject({ verdict: 'passed' });
  });
});

describe('published-port', () => {
  const wanted: Wanted = { kind: 'published-port', service: 'backend', port: 1234 };
  it('is let in by the host only where it is published', async () => {
    expect(await judge(wanted, engine(container({ service: 'backend', published: [published(1234)] })))).toEqual(
      passes('backend publishes port 1234.'),
    );
    expect(await judge(wanted, engine(container({ service: 'backend', published: [published(1243, 1234)] })))).toEqual(
      notYet('backend publishes only 1243.'),
    );
    expect(await judge(wanted, engine(container({ service: 'backend', exposed: [1234] })))).toEqual(
      notYet('backend publishes no port. It exposes 1234, which opens nothing.'),
    );
    expect(await judge(wanted, engine(container({ service: 'backend', networkMode: 'host' })))).toEqual(
      notYet("backend is on the host's network, where nothing is published."),
    );
  });

  it('or is to be closed', async () => {
    const closed = { ...wanted, present: false };
    expect(await judge(closed, engine(container({ service: 'backend', published: [published(1234)] })))).toEqual(
      notYet('backend still publishes port 1234.'),
    );
    expect(await judge(closed, engine(container({ service: 'backend' })))).toEqual(passes('backend does not publish port 1234.'));
  });
});

describe('service-exposes', () => {
  it('looks at what the container documents', async () => {
    const wanted: Wanted = { kind: 'service-exposes', service: 'backend', port: 1234 };
    expect(await judge(wanted, engine(container({ service: 'backend', exposed: [1234] })))).toEqual(passes('backend exposes port 1234.'));
    expect(await judge(wanted, engine(container({ service: 'backend' })))).toEqual(notYet('backend exposes no port.'));
    expect(await judge(wanted, engine(container({ service: 'backend', exposed: [80], published: [published(1234)] })))).toEqual(
      notYet('backend exposes only 80.'),
    );
  });
});

describe('volumes', () => {
  const mount = (volume: string, path: string) => ({ volume: `1_${volume}`, path, readOnly: false });
  const wanted: Wanted = { kind: 'service-volume', service: 'backend', volume: 'a-second-volume', path: '/backend-persistence' };
  it('service-volume: the right one at the right path', async () => {
    const at = (...mounts: ReturnType<typeof mount>[]) => engine(container({ service: 'backend', mounts }));
    expect(await judge(wanted, at(mount('a-second-volume', '/backend-persistence')))).toMatchObject({ verdict: 'passed' });
    expect(await judge(wanted, at())).toEqual(notYet('backend has no volume.'));
    expect(await judge(wanted, at(mount('a-second-volume', '/data')))).toEqual(
      notYet('backend has a-second-volume at /data, not at /backend-persistence.'),
    );
    expect(await judge(wanted, at(mount('my-first-volume', '/backend-persistence')))).toEqual(
      notYet('What backend has at /backend-persistence is my-first-volume, not a-second-volume.'),
    );
    expect(await judge(wanted, at(mount('my-first-volume', '/x')))).toEqual(notYet('backend has only my-first-volume at /x.'));
  });

  it('volume-exists', async () => {
    expect(await judge({ kind: 'volume-exists', volume: 'my-first-volume' }, engine())).toMatchObject({ verdict: 'passed' });
    expect(await judge({ kind: 'volume-exists', volume: 'third' }, engine())).toEqual(
      notYet('The device has no volume third; it has my-first-volume and a-second-volume.'),
    );
  });

  it('volume-file: read through a service that has it', async () => {
    const file: Wanted = { kind: 'volume-file', volume: 'a-second-volume', path: 'somedata', pattern: 'Second', lines: 2 };
    const view = engine(container({ service: 'main', mounts: [mount('a-second-volume', '/data')] }));
    const lab = createFakeLab(labView(), view);
    expect(await judge(file, view, 'Second volume\nSecond volume 2\n', lab)).toMatchObject({ verdict: 'passed' });
    expect(lab.commands).toEqual(["main: cat '/data/somedata'"]);
    expect(await judge(file, view, 'Second volume\n')).toEqual(notYet('/data/somedata in main has 1 line so far.'));
    expect(await judge(file, engine())).toEqual(notYet('No service that runs has the volume a-second-volume.'));
  });
});

describe('service-command', () => {
  const wanted: Wanted = { kind: 'service-command', service: 'main', pattern: 'systemd', first: true };
  const view = engine(container({ service: 'main' }));
  it('finds a process by its command line', async () => {
    expect(await judge(wanted, view, '1 /lib/systemd/systemd \n30 node index.js \n')).toEqual(
      passes('main runs “/lib/systemd/systemd” as process 1.'),
    );
    expect(await judge(wanted, view, '1 npm start \n30 /lib/systemd/systemd-journald \n')).toEqual(
      notYet('The first process of main is “npm start”.'),
    );
    expect(await judge({ ...wanted, first: false, pattern: 'index' }, view, '1 npm start\n30 node index.js \n')).toEqual(
      passes('main runs “node index.js” as process 30.'),
    );
    expect(await judge({ ...wanted, first: false, pattern: 'printer' }, view, '1 npm start\n')).toEqual(notYet('main runs “npm start”.'));
  });
});
