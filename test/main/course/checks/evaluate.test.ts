import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../../src/main/course/checks/dockerfile-command.ts';
import { evaluate } from '../../../../src/main/course/checks/evaluate.ts';
import { createSilentAsker } from '../../../../src/main/device/requests/network-asker.ts';
import type { Predicate } from '../../../../src/shared/course/checks.ts';
import type { LabView, ServiceView } from '../../../../src/shared/domain/device-view.ts';
import { FleetlabError } from '../../../../src/shared/errors.ts';
import { createFakeLab, device, firstCommit, fleet, labView, now, secondCommit, service } from '../lab-fixture.ts';

/** What these predicates do not look at. */
const rest = { asker: createSilentAsker(), step: { blocks: [] }, answers: {} };

async function judge(predicate: Predicate, view: LabView, files: Record<string, string> = {}, stdout?: string) {
  const lab = createFakeLab(view);
  if (stdout !== undefined) lab.answer = () => Promise.resolve({ exitCode: 0, stdout, stderr: '' });
  return evaluate(predicate, {
    ...rest,
    lab,
    workspace: {
      read(path) {
        const text = files[path];
        if (text === undefined) return Promise.reject(new FleetlabError('not-found', `There is no file ${path}.`));
        return Promise.resolve({ path, text, version: '1' });
      },
    },
  });
}

const signedOut = labView({ fleets: [], device: undefined });
delete signedOut.account;

describe('without a view of fleets and devices', () => {
  const predicates: Predicate[] = [
    { kind: 'fleet-exists', fleet: 'SingleService' },
    { kind: 'device-in-fleet', fleet: 'SingleService' },
    { kind: 'release-count', fleet: 'SingleService', atLeast: 1 },
    { kind: 'service-running', fleet: 'SingleService', service: 'main' },
    { kind: 'log-line', count: 1, pattern: 'x' },
    { kind: 'container-file', service: 'main', path: '/data/x', pattern: 'x', lines: 1 },
  ];
  it.each(predicates)('$kind cannot tell, and says why', async (predicate) => {
    expect(await judge(predicate, signedOut)).toMatchObject({
      verdict: 'unknown',
      message: expect.stringContaining('not signed in') as string,
    });
    const offline = labView({ fleets: [], device: undefined, problem: 'The practice cloud does not answer.' });
    expect(await judge(predicate, offline)).toMatchObject({ verdict: 'unknown', message: 'The practice cloud does not answer.' });
  });
});

describe('with a device that has no cloud', () => {
  const alone = labView({ fleets: [], isWithoutCloud: true });
  delete alone.account;

  it('what is about fleets and accounts cannot be told, and the way on is', async () => {
    const predicates: Predicate[] = [
      { kind: 'signed-in' },
      { kind: 'fleet-exists', fleet: 'SingleService' },
      { kind: 'device-in-fleet', fleet: 'SingleService' },
      { kind: 'release-count', fleet: 'SingleService', atLeast: 1 },
    ];
    for (const predicate of predicates)
      expect(await judge(predicate, alone)).toEqual({
        verdict: 'unknown',
        message: 'This is about a cloud, and your device is without one. Go on with the next step.',
      });
  });

  it('what runs counts by itself, while the device answers', async () => {
    const running: Predicate = { kind: 'service-running', fleet: 'SingleService', service: 'main' };
    expect(await judge(running, alone)).toMatchObject({ verdict: 'passed' });
    const empty = { ...alone, device: device({ services: [] }) };
    expect(await judge(running, empty)).toMatchObject({ verdict: 'not-yet', message: expect.stringContaining('push to it') as string });
    const gone = { ...alone, device: device({ isOnline: false }), problem: 'It does not answer.' };
    expect(await judge(running, gone)).toMatchObject({ verdict: 'unknown', message: 'It does not answer.' });
    const said = { ...alone, logs: [{ timestamp: now, message: 'hello', service: 'main', isError: false }] };
    expect(await judge({ kind: 'log-line', count: 1, pattern: 'hello' }, said)).toMatchObject({ verdict: 'passed' });
  });
});

describe('signed-in', () => {
  it('passes with an account only', async () => {
    expect(await judge({ kind: 'signed-in' }, labView())).toMatchObject({ verdict: 'passed', message: 'You are signed in as learner.' });
    expect(await judge({ kind: 'signed-in' }, signedOut)).toMatchObject({ verdict: 'not-yet' });
  });
});

describe('fleet-exists and device-in-fleet', () => {
  it('know a fleet by its name or slug, in any case of letters', async () => {
    for (const name of ['SingleService', 'singleservice', 'practice/singleservice']) {
      expect(await judge({ kind: 'fleet-exists', fleet: name }, labView())).toMatchObject({ verdict: 'passed' });
      expect(await judge({ kind: 'device-in-fleet', fleet: name }, labView())).toMatchObject({ verdict: 'passed' });
    }
    expect(await judge({ kind: 'fleet-exists', fleet: 'Single' }, labView())).toMatchObject({
      verdict: 'not-yet',
      message: 'There is no fleet Single yet. You have: SingleService.',
    });
  });

  it('say where the device is instead', async () => {
    const elsewhere = labView({ device: device({ fleet: 'Other' }) });
    expect(await judge({ kind: 'device-in-fleet', fleet: 'SingleService' }, elsewhere)).toMatchObject({
      verdict: 'not-yet',
      message: 'The device restless-bush belongs to Other.',
    });
    const waiting = labView({ device: undefined, waitingDevice: { uuid: '0123456789', deviceType: 'x' } });
    expect(await judge({ kind: 'device-in-fleet', fleet: 'SingleService' }, waiting)).toMatchObject({
      verdict: 'not-yet',
      message: 'The device 0123456 waits and belongs to no fleet yet.',
    });
  });
});

describe('release-count', () => {
  const failed = { id: 11, commit: secondCommit, status: 'failed', createdAt: now, images: [] };

  it('counts releases that can run', async () => {
    expect(await judge({ kind: 'release-count', fleet: 'SingleService', atLeast: 1 }, labView())).toMatchObject({ verdict: 'passed' });
    const view = labView({ fleets: [fleet({ releases: [...fleet().releases, failed] })] });
    expect(await judge({ kind: 'release-count', fleet: 'SingleService', atLeast: 2 }, view)).toMatchObject({
      verdict: 'not-yet',
      message: 'SingleService has 1 release that can run. The last build failed: its log says why.',
    });
  });
});

describe('service-running', () => {
  const running: Predicate = { kind: 'service-running', fleet: 'SingleService', service: 'main' };
  const steady: Predicate = { ...running, steadySeconds: 10 };
  const newer = { id: 11, commit: secondCommit, status: 'success', createdAt: now - 1_000, images: [] };

  it('passes when the newest release runs', async () => {
    expect(await judge(running, labView())).toMatchObject({ verdict: 'passed' });
  });

  it('is not content with the release before', async () => {
    const view = labView({ fleets: [fleet({ releases: [newer, ...fleet().releases] })] });
    expect(await judge(running, view)).toMatchObject({
      verdict: 'not-yet',
      message: `main runs release ${firstCommit.slice(0, 7)}, not yet the newest release, ${secondCommit.slice(0, 7)}.`,
    });
  });

  it('says what keeps a pinned device from the newest release', async () => {
    const fleets = [fleet({ releases: [newer, ...fleet().releases] })];
    expect(await judge(running, labView({ fleets, device: device({ pinnedCommit: firstCommit }) }))).toMatchObject({
      verdict: 'not-yet',
      message: expect.stringMatching(
        `device is pinned to release ${firstCommit.slice(0, 7)}, .*“balena device track-fleet 0123456”`,
      ) as string,
    });
    const services = [service({ releaseCommit: secondCommit, startedAt: now })];
    expect(await judge(running, labView({ fleets, device: device({ pinnedCommit: secondCommit, services }) }))).toMatchObject({
      verdict: 'passed',
    });
  });

  it('says what keeps the device of a pinned fleet from the newest release, by the slug that the CLI wants', async () => {
    const fleets = [fleet({ releases: [newer, ...fleet().releases], pinnedCommit: firstCommit })];
    expect(await judge(running, labView({ fleets }))).toMatchObject({
      verdict: 'not-yet',
      message: `The fleet is pinned to release ${firstCommit.slice(0, 7)}, so its device follows no push until “balena fleet track-latest practice/singleservice” lets it.`,
    });
    const services = [service({ releaseCommit: secondCommit, startedAt: now })];
    expect(await judge(running, labView({ fleets, device: device({ pinnedCommit: secondCommit, services }) }))).toMatchObject({
      verdict: 'passed',
    });
  });

  it('looks past a newer build that failed', async () => {
    const view = labView({ fleets: [fleet({ releases: [{ ...newer, status: 'failed' }, ...fleet().releases] })] });
    expect(await judge(running, view)).toMatchObject({ verdict: 'passed' });
  });

  it('does not count a service of another fleet', async () => {
    const view = labView({ device: device({ fleet: 'Other' }) });
    expect(await judge(running, view)).toMatchObject({ verdict: 'not-yet' });
  });

  it('takes the pause between two runs for what it is', async () => {
    const between = labView({ device: device({ services: [service({ status: 'exited', restarts: 3 })] }) });
    expect(await judge(running, between)).toMatchObject({ verdict: 'passed', message: expect.stringContaining('3 times') as string });
    expect(await judge(steady, between)).toMatchObject({ verdict: 'not-yet' });
    const ended = labView({ device: device({ services: [service({ status: 'exited', restarts: 0 })] }) });
    expect(await judge(running, ended)).toMatchObject({ verdict: 'not-yet' });
  });

  it('is not steady while the container waits out a long restart delay, whatever the API says', async () => {
    const waiting = labView({ device: device({ services: [service({ startedAt: now - 40_000, exitedAt: now - 35_000, restarts: 6 })] }) });
    expect(await judge(steady, waiting)).toMatchObject({ verdict: 'not-yet', message: expect.stringContaining('has ended') as string });
  });

  it('shows how far a download is', async () => {
    const view = labView({ device: device({ services: [service({ status: 'Downloading', downloadProgress: 41.6 })] }) });
    expect(await judge(running, view)).toMatchObject({ verdict: 'not-yet', message: 'main is downloading (42 %).' });
  });

  it('asks for time without a restart, and says when to look again', async () => {
    expect(await judge(steady, labView())).toEqual({
      verdict: 'not-yet',
      message: 'main has run for 3 seconds; 10 are needed.',
      again: 7_000,
    });
    const up = labView({ device: device({ services: [service({ startedAt: now - 10_000 })] }) });
    expect(await judge(steady, up)).toMatchObject({ verdict: 'passed' });
  });

  it('tells how often the service has restarted of late', async () => {
    const line = (age: number) => ({ timestamp: now - age, message: "Restarting service 'main sha256:abc'", isError: false });
    const logs = [line(90_000), line(20_000), line(10_000), line(3_000)];
    const looping = labView({ logs, device: device({ services: [service({ restarts: 4 })] }) });
    expect(await judge(steady, looping)).toMatchObject({ message: 'main has restarted 3 times in the last minute.' });
    const replaced = labView({ logs, device: device({ services: [service({ restarts: 0 })] }) });
    expect(await judge(steady, replaced)).toMatchObject({ message: 'main has run for 3 seconds; 10 are needed.' });
  });

  it('counts restarts', async () => {
    const twice: Predicate = { ...running, restartsAtLeast: 2 };
    expect(await judge(twice, labView())).toMatchObject({ verdict: 'not-yet', message: 'main has not restarted so far.' });
    const view = labView({ device: device({ services: [service({ restarts: 2 })] }) });
    expect(await judge(twice, view)).toMatchObject({ verdict: 'passed' });
  });

  it('cannot tell when the device is offline', async () => {
    expect(await judge(running, labView({ device: device({ isOnline: false }) }))).toMatchObject({ verdict: 'unknown' });
  });
});

describe('log-line', () => {
  it('reads the lines of the running release only', async () => {
    const line = (age: number, message: string, from?: string) => ({
      timestamp: now - age,
      message,
      isError: false,
      ...(from === undefined ? {} : { service: from }),
    });
    const view = labView({ logs: [line(70_000, 'old news', 'main'), line(5_000, 'fresh news', 'main'), line(4_000, 'mine', 'other')] });
    expect(await judge({ kind: 'log-line', count: 1, pattern: 'fresh' }, view)).toMatchObject({ verdict: 'passed' });
    expect(await judge({ kind: 'log-line', count: 1, pattern: 'old' }, view)).toMatchObject({ verdict: 'not-yet' });
    expect(await judge({ kind: 'log-line', count: 1, service: 'main', pattern: 'mine' }, view)).toMatchObject({ verdict: 'not-yet' });
  });
});

describe('container-file', () => {
  const twoLines: Predicate = {
    kind: 'container-file',
    service: 'main',
    path: '/data/datestamps',
    pattern: '\\d\\d:\\d\\d:\\d\\d',
    lines: 2,
  };
  const before = 'Mon Nov 23 05:58:59 UTC 2026';
  const after = 'Mon Nov 23 05:59:30 UTC 2026';

  it('counts matching lines', async () => {
    expect(await judge(twoLines, labView(), {}, `${before}\nother\n`)).toMatchObject({
      verdict: 'not-yet',
      message: '/data/datestamps in main has 1 line so far.',
    });
    expect(await judge(twoLines, labView(), {}, `${before}\n${after}\n`)).toMatchObject({ verdict: 'passed' });
  });

  it('tells lines from before the running release from those after it', async () => {
    const older: Predicate = { ...twoLines, lines: 1, olderThanRelease: true };
    expect(await judge(older, labView(), {}, `${after}\n${after}\n`)).toMatchObject({ verdict: 'not-yet' });
    expect(await judge(older, labView(), {}, `${before}\n${after}\n`)).toMatchObject({ verdict: 'passed' });
  });

  it('does not take the old container, which runs until the new one starts, for the new one', async () => {
    const older: Predicate = { ...twoLines, lines: 1, olderThanRelease: true };
    const view = (change: Partial<ServiceView>) => labView({ device: device({ services: [service(change)] }) });
    expect(await judge(older, view({ startedAt: now - 70_000 }), {}, before)).toMatchObject({ verdict: 'not-yet' });
    expect(await judge(older, view({ status: 'Downloading', downloadProgress: 5 }), {}, before)).toMatchObject({
      verdict: 'not-yet',
      message: 'main is downloading (5 %).',
    });
  });

  it('says what is in the way', async () => {
    expect(await judge(twoLines, labView())).toMatchObject({ verdict: 'not-yet', message: 'main has no running container now.' });
    const lab = createFakeLab(labView());
    lab.answer = () => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'cat: /data/datestamps: No such file or directory\n' });
    const context = { ...rest, lab, workspace: { read: () => Promise.reject(new Error('unused')) } };
    expect(await evaluate(twoLines, context)).toMatchObject({
      verdict: 'not-yet',
      message: expect.stringContaining('No such file') as string,
    });
    lab.answer = () => Promise.reject(new FleetlabError('timeout', 'The device did not answer in time.'));
    expect(await evaluate(twoLines, context)).toMatchObject({ verdict: 'unknown', message: 'The device did not answer in time.' });
  });

  it('quotes the path for the shell', async () => {
    const lab = createFakeLab(labView());
    const context = { ...rest, lab, workspace: { read: () => Promise.reject(new Error('unused')) } };
    await evaluate({ ...twoLines, path: "/data/it's; rm -rf x" }, context);
    expect(lab.commands).toEqual([`main: cat '/data/it'\\''s; rm -rf x'`]);
  });
});

describe('files of the workspace', () => {
  it('file-contains', async () => {
    const predicate: Predicate = { kind: 'file-contains', file: 'a.yml', pattern: '^ports:' };
    expect(await judge(predicate, labView(), { 'a.yml': 'x\nports: 1\n' })).toMatchObject({ verdict: 'passed' });
    expect(await judge(predicate, labView(), { 'a.yml': 'x' })).toMatchObject({ verdict: 'not-yet' });
    expect(await judge(predicate, labView())).toMatchObject({ verdict: 'not-yet', message: 'There is no file a.yml.' });
  });

  it('dockerfile-command', async () => {
    const predicate: Predicate = { kind: 'dockerfile-command', file: 'Dockerfile', pattern: 'sleep infinity' };
    expect(await judge(predicate, labView(), { Dockerfile: 'FROM x\nCMD ["sleep", "infinity"]' })).toMatchObject({ verdict: 'passed' });
    expect(await judge(predicate, labView(), { Dockerfile: 'FROM x\n# CMD sleep infinity\nCMD true' })).toMatchObject({
      verdict: 'not-yet',
      message: 'The command is “true”.',
    });
    expect(await judge(predicate, labView(), { Dockerfile: 'FROM x' })).toMatchObject({ verdict: 'not-yet' });
  });

  it.each([
    ['CMD ["sleep", "infinity"]', 'sleep infinity'],
    ['CMD sleep   infinity', 'sleep infinity'],
    ['cmd sleep infinity', 'sleep infinity'],
    ['CMD ["/bin/sh", "-c", "sleep infinity"]', 'sleep infinity'],
    ['CMD ["bash", "-c", "date >> /data/x; exec sleep infinity"]', 'date >> /data/x; exec sleep infinity'],
    ['CMD sleep \\\n  infinity', 'sleep infinity'],
    ['ENTRYPOINT ["sleep"]\nCMD ["infinity"]', 'sleep infinity'],
    ['CMD true\nCMD sleep infinity', 'sleep infinity'],
    ['CMD true\nFROM y\nCMD sleep infinity', 'sleep infinity'],
    ['CMD sleep infinity\nFROM y', undefined],
  ])('reads %j by meaning', (lines, command) => {
    expect(commandOf(`FROM x\n${lines}\n`)).toBe(command);
  });
});
