import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWhenSettled, replacementOf } from '../../../src/main/course/settled-service.ts';
import type { DeviceView, LabView, LogLine } from '../../../src/shared/domain/device-view.ts';
import { createFakeLab, device, firstCommit, fleet, labView, now, secondCommit, service, type FakeLab } from './lab-fixture.ts';

const image = 'sha256:0123';

function line(message: string, change: Partial<LogLine> = {}): LogLine {
  return { timestamp: now, message, isError: false, ...change };
}

function newRelease(services: string[]): LabView['fleets'] {
  const releases = [
    { id: 11, commit: secondCommit, status: 'success', createdAt: now, images: services.map((name) => ({ service: name })) },
  ];
  return [fleet({ releases: [...fleet().releases, ...releases] })];
}

/** The fleet has a second release. */
function updating(change: Partial<DeviceView> = {}, others: Partial<LabView> = {}): LabView {
  return labView({ fleets: newRelease(['main']), device: device(change), ...others });
}

describe('a service', () => {
  const isReplaced = { waitsFor: 'main, which is being replaced', isUnderWay: true };

  it('that runs the newest release is not waited for', () => {
    expect(replacementOf(labView(), 'main')).toBeUndefined();
    const after = updating({ runningCommit: secondCommit, services: [service({ releaseCommit: secondCommit })] });
    expect(replacementOf(after, 'main')).toBeUndefined();
  });

  it('of a release that the device has not heard of yet is waited for', () => {
    expect(replacementOf(updating(), 'main')).toEqual({
      waitsFor: `main of release ${secondCommit.slice(0, 7)}`,
      commit: secondCommit,
      isUnderWay: false,
    });
  });

  it('is not waited for because of a draft, which no device follows', () => {
    const fleets = newRelease(['main']).map((own) => ({
      ...own,
      releases: own.releases.map((release) => (release.commit === secondCommit ? { ...release, isDraft: true } : release)),
    }));
    expect(replacementOf(labView({ fleets, device: device() }), 'main')).toBeUndefined();
  });

  it('of a device that is pinned is waited for until that release runs, and no newer one is', () => {
    expect(replacementOf(updating({ pinnedCommit: firstCommit }), 'main')).toBeUndefined();
    const after = { runningCommit: secondCommit, services: [service({ releaseCommit: secondCommit })] };
    expect(replacementOf(updating({ ...after, pinnedCommit: firstCommit }), 'main')).toMatchObject({
      commit: firstCommit,
      isUnderWay: false,
    });
    // An old one is not among those that are known.
    expect(replacementOf(updating({ ...after, pinnedCommit: '9'.repeat(32) }), 'main')).toMatchObject({ commit: '9'.repeat(32) });
  });

  it('of a fleet that is pinned is waited for as that of a pinned device, whose own pin counts before', () => {
    const pinned = (change: Partial<DeviceView> = {}) =>
      labView({ fleets: newRelease(['main']).map((own) => ({ ...own, pinnedCommit: firstCommit })), device: device(change) });
    expect(replacementOf(pinned(), 'main')).toBeUndefined();
    const after = { runningCommit: secondCommit, services: [service({ releaseCommit: secondCommit })] };
    expect(replacementOf(pinned(after), 'main')).toMatchObject({ commit: firstCommit, isUnderWay: false });
    expect(replacementOf(pinned({ ...after, pinnedCommit: secondCommit }), 'main')).toBeUndefined();
  });

  it('that the device is given for the first time is waited for', () => {
    const bare = device({ services: [] });
    delete bare.runningCommit;
    expect(replacementOf(labView({ device: bare }), 'main')).toMatchObject({ commit: firstCommit });
  });

  it.each(['Downloading', 'Downloaded', 'Installing', 'Installed', 'Starting', 'Stopping'])('that is %s is being replaced', (status) => {
    expect(replacementOf(updating({ services: [service({ status, releaseCommit: secondCommit })] }), 'main')).toMatchObject(isReplaced);
  });

  it.each(['exited', 'restarting'])('of the newest release that is %s is not waited for', (status) => {
    expect(replacementOf(labView({ device: device({ services: [service({ status })] }) }), 'main')).toBeUndefined();
  });

  it('whose old container is asked to stop is being replaced, whatever its status says', () => {
    const logs = [line(`Killing service 'main ${image}'`), line(`Killing service 'main ${image}'`, { service: 'other' })];
    expect(replacementOf(labView({ logs }), 'main')).toMatchObject(isReplaced);
    expect(replacementOf(labView({ logs: [...logs, line(`Started service 'main ${image}'`)] }), 'main')).toBeUndefined();
    expect(replacementOf(labView({ logs: [...logs, line(`Killed service 'main ${image}'`)] }), 'main')).toBeUndefined();
  });

  it('is not waited for because of another one, or because a service prints the same words', () => {
    const services = [service(), service({ name: 'other', status: 'Downloading', releaseCommit: secondCommit })];
    const logs = [line(`Killing service 'other ${image}'`), line(`Killing service 'main ${image}'`, { service: 'main' })];
    expect(replacementOf(labView({ fleets: newRelease(['other']), device: device({ services }), logs }), 'main')).toBeUndefined();
  });

  it('that holds the update lock is not waited for', () => {
    const services = [service({ status: 'Downloaded', releaseCommit: secondCommit })];
    expect(replacementOf(updating({ services }, { logs: [line('Updates are locked, retrying in 1s...')] }), 'main')).toBeUndefined();
  });

  it('of which nothing is known is not waited for', () => {
    expect(replacementOf({ fleets: [], logs: [], readAt: 0 }, 'main')).toBeUndefined();
    expect(replacementOf(updating({ isOnline: false }), 'main')).toBeUndefined();
    expect(replacementOf(updating({}, { problem: 'It does not answer.' }), 'main')).toBeUndefined();
    const alone = device();
    delete alone.fleet;
    expect(replacementOf(labView({ device: alone }), 'main')).toBeUndefined();
  });

  it('of a device without a cloud is waited for while that is at work', () => {
    const alone = (status: string) => labView({ isWithoutCloud: true, fleets: [], device: device({ status }) });
    expect(replacementOf(alone('updating'), 'main')).toMatchObject(isReplaced);
    expect(replacementOf(alone('idle'), 'main')).toBeUndefined();
  });
});

describe('waiting for it', () => {
  let lab: FakeLab;
  let abort: AbortController;
  let told: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    abort = new AbortController();
    told = [];
  });

  afterEach(() => void vi.useRealTimers());

  /** Whether it has come to an end, and how. */
  function wait(whenSettled: ReturnType<typeof createWhenSettled>): { state: () => string } {
    let state = 'waits';
    whenSettled('main', { signal: abort.signal, onWait: (waitsFor) => told.push(waitsFor) }).then(
      (hasWaited) => (state = hasWaited ? 'has waited' : 'goes on'),
      (error: unknown) => (state = (error as { code?: string }).code ?? 'failed'),
    );
    return { state: () => state };
  }

  it('ends by itself when the new container runs, and tells what it waits for', async () => {
    lab = createFakeLab(labView());
    // The push has just ended: the view before does not show its release.
    lab.refresh = () => {
      lab.become(updating());
      return Promise.resolve(lab.view());
    };
    const { state } = wait(createWhenSettled(lab));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state()).toBe('waits');
    lab.become(updating({ services: [service({ status: 'Downloaded', releaseCommit: secondCommit })] }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state()).toBe('waits');
    lab.become(updating({ services: [service({ releaseCommit: secondCommit })] }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('has waited');
    expect(told).toEqual([`main of release ${secondCommit.slice(0, 7)}`, 'main, which is being replaced']);
  });

  it('is over at once where there is nothing to wait for', async () => {
    const { state } = wait(createWhenSettled(createFakeLab(labView())));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('goes on');
    expect(told).toEqual([]);
  });

  it('can be called off', async () => {
    const { state } = wait(createWhenSettled(createFakeLab(updating())));
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('cancelled');
  });

  it('is over when the device goes offline', async () => {
    lab = createFakeLab(updating());
    const { state } = wait(createWhenSettled(lab));
    await vi.advanceTimersByTimeAsync(0);
    lab.become(updating({ isOnline: false }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toBe('has waited');
  });

  it('goes on where one answer does not come, but not for ever', async () => {
    lab = createFakeLab(updating());
    const { state } = wait(createWhenSettled(lab));
    await vi.advanceTimersByTimeAsync(0);
    lab.become(updating({}, { problem: 'It does not answer.' }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state()).toBe('waits');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state()).toBe('has waited');
  });

  it('lasts for as long as there is progress, and 90 seconds more; a second try that looks the same is none', async () => {
    lab = createFakeLab(updating());
    const { state } = wait(createWhenSettled(lab));
    const downloads = (downloadProgress: number) =>
      lab.become(updating({ services: [service({ status: 'Downloading', downloadProgress, releaseCommit: secondCommit })] }));
    for (const percent of [10, 20]) {
      downloads(percent);
      await vi.advanceTimersByTimeAsync(80_000);
    }
    expect(state()).toBe('waits');
    downloads(10);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(state()).toBe('has waited');
  });

  it('is given up once for a release that the device does not take, and begins anew when it does', async () => {
    lab = createFakeLab(updating());
    const whenSettled = createWhenSettled(lab);
    const first = wait(whenSettled);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(first.state()).toBe('has waited');
    const second = wait(whenSettled);
    await vi.advanceTimersByTimeAsync(0);
    expect(second.state()).toBe('goes on');
    lab.become(updating({ services: [service({ status: 'Downloading', releaseCommit: secondCommit })] }));
    const third = wait(whenSettled);
    await vi.advanceTimersByTimeAsync(0);
    expect(third.state()).toBe('waits');
  });

  it('keeps nobody where the lab does not answer', async () => {
    lab = createFakeLab(labView());
    lab.refresh = () => new Promise(() => undefined);
    const { state } = wait(createWhenSettled(lab));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(state()).toBe('goes on');
  });
});
