import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../src/shared/domain/device-view.ts';
import { lifecycleText } from '../../../../src/renderer/workbench/lifecycle/lifecycle-text.ts';
import { lifeStoryOf, type KnownOfDevice } from '../../../../src/renderer/workbench/lifecycle/life-story.ts';
import { layOutTimeline } from '../../../../src/renderer/workbench/lifecycle/timeline-layout.ts';
import { containerOf, engineOf, eventsOf, pasts } from './stories.ts';

function story(known: Partial<KnownOfDevice>) {
  return lifeStoryOf({ view: undefined, events: [], logs: [], services: ['main'], ...known });
}
const kinds = (known: Partial<KnownOfDevice>): string[] => story(known).tracks[0]?.moments.map(({ kind }) => kind) ?? [];

describe('lifeStoryOf', () => {
  it('tells a restart (the same container) from a new container', () => {
    const events = [
      ...eventsOf(
        'a',
        'main',
        [0, 'create'],
        [10, 'start'],
        [5000, 'die', 0],
        [5100, 'start'],
        [9000, 'kill'],
        [9100, 'die', 137],
        [9200, 'destroy'],
      ),
      ...eventsOf('b', 'main', [9300, 'create'], [9400, 'start']).map((event) => ({ ...event, imageId: 'image-2' })),
    ];
    const track = story({ events }).tracks[0];
    expect(track?.moments).toMatchObject([
      { kind: 'created', container: 1 },
      { kind: 'started' },
      { kind: 'exited', exitCode: 0 },
      { kind: 'restarted', wait: 100 },
      { kind: 'stopped', exitCode: 137, took: 100 },
      { kind: 'removed' },
      { kind: 'recreated', container: 2, hasNewImage: true },
      { kind: 'started', container: 2 },
    ]);
    expect(track?.containers.map(({ removedAt }) => removedAt)).toEqual([9200, undefined]);
  });

  it('takes an end for asked for when the engine says so afterwards', () => {
    expect(kinds({ events: eventsOf('a', 'main', [0, 'create'], [1, 'start'], [50, 'die', 143], [51, 'stop']) })).toEqual([
      'created',
      'started',
      'stopped',
    ]);
  });

  it('leaves an end as it was when somebody asks for a stop while the container waits for its restart', () => {
    const loop = eventsOf(
      'a',
      'main',
      [0, 'create'],
      [10, 'start'],
      [5000, 'die', 0],
      [8000, 'start'],
      [13_000, 'die', 0],
      [20_000, 'start'],
      [25_000, 'die', 0],
    );
    const before = story({ events: loop }).tracks[0];
    const asked = [...loop, ...eventsOf('a', 'main', [45_000, 'stop'])];
    const after = story({ events: asked }).tracks[0];
    expect(after?.moments.slice(0, -1)).toEqual(before?.moments);
    expect(after?.moments.at(-1)).toMatchObject({ time: 45_000, kind: 'stopped', isWaiting: true });
    expect(lifecycleText(story({ events: asked }))[0]?.entries.at(-1)?.text).toBe(
      'Container 1 was asked to stop while it waited for its restart: it is not started again. Its layer is still there.',
    );
    expect(lifecycleText(story({ events: asked }))[0]?.summary).toMatch(/^main: stopped;/);
    const [box] = layOutTimeline(story({ events: asked }), { from: 0, to: 60_000 }, 900, 400).tracks[0]?.containers ?? [];
    expect(box?.waits.map(({ wait }) => wait)).toEqual([3000, 7000, 20_000]);
  });

  it('rewrites nothing: what is told of a time stays as it is whatever comes later', () => {
    fc.assert(
      fc.property(pasts, fc.nat(), ({ events, services }, at) => {
        const known = at % (events.length + 1);
        const told = (length: number) =>
          story({ events: events.slice(0, length), services }).tracks.flatMap(({ service, moments }) =>
            moments.map((moment) => ({ service, ...moment })),
          );
        expect(told(events.length)).toEqual(expect.arrayContaining(told(known)));
      }),
    );
  });

  it('knows a container from the engine’s view alone, with the restarts that nobody saw', () => {
    const view = engineOf({ readAt: 99_000, containers: [containerOf({ id: 'a', createdAt: 1000, startedAt: 90_000, restarts: 14 })] });
    const container = story({ view }).tracks[0]?.containers[0];
    expect(container).toMatchObject({ createdAt: 1000, unseenRestarts: 14, runs: [{ from: 90_000, to: undefined }] });
  });

  describe('of a container that ran before anybody watched', () => {
    // It was made and ran, the app was closed, and when it came back the device started the container again.
    const facts = { createdAt: 1000, startedAt: 600_000, finishedAt: 400_000 };
    const view = engineOf({ readAt: 700_000, containers: [containerOf({ id: 'a', ...facts })] });
    const started = eventsOf('a', 'main', [600_000, 'start']).map((event) => ({ ...event, createdAt: 1000, finishedAt: 400_000 }));

    it.each([
      { known: 'its start and the engine’s facts', of: { events: started, view } },
      { known: 'its start alone and the engine’s facts', of: { events: eventsOf('a', 'main', [600_000, 'start']), view } },
      { known: 'the engine’s facts alone', of: { view } },
      { known: 'what its events brought along', of: { events: started } },
    ])('tells a time that nobody watched, its creation and the restart after it: by $known', ({ of }) => {
      const track = story(of).tracks[0];
      expect(track?.containers[0]).toMatchObject({
        createdAt: 1000,
        unseen: { from: 1000, to: 400_000 },
        unseenRestarts: 1,
        runs: [{ from: 600_000, to: undefined }],
      });
      expect(track?.moments).toMatchObject([
        { kind: 'created', time: 1000 },
        { kind: 'restarted', wait: 200_000 },
      ]);
      const [text] = lifecycleText(story(of));
      expect(text?.summary).toMatch(/^main: running; one container; restarted once/);
      expect(text?.entries.map((entry) => entry.text)[1]).toMatch(
        /^Nobody watched container 1 until .*, when its process ended\. It ran in that time; how long and how often it was started is not known\.$/,
      );
    });

    it('says of the practice device that it rests with the app', () => {
      const [text] = lifecycleText(story({ view, restsWithApp: true }));
      expect(text?.entries[1]?.text).toMatch(/is not known\. The practice device rests while Fleetlab is closed\.$/);
    });

    it('draws that time, and the wait after it', () => {
      const [box] = layOutTimeline(story({ view }), { from: 0, to: 800_000 }, 968 + 18, 400).tracks[0]?.containers ?? [];
      expect(box).toMatchObject({ unseen: { x: 169, width: 399 }, waits: [{ x: 568, width: 200, wait: 200_000 }] });
    });

    it('moves nothing when another container comes in its place', () => {
      const events = [
        ...started,
        ...eventsOf('a', 'main', [800_000, 'kill'], [800_100, 'die', 143], [800_200, 'destroy']),
        ...eventsOf('b', 'main', [801_000, 'create'], [801_100, 'start']),
      ];
      const after = story({ events, view: engineOf({ readAt: 900_000, containers: [containerOf({ id: 'b', createdAt: 801_000 })] }) });
      expect(after.tracks[0]?.moments.slice(0, 2)).toEqual(story({ events: started, view }).tracks[0]?.moments);
      expect(after.tracks[0]?.containers[0]).toMatchObject({ createdAt: 1000, removedAt: 800_200, unseen: { from: 1000, to: 400_000 } });
    });

    it('knows when it was started from the facts that its first event brings', () => {
      const asked = eventsOf('a', 'main', [800_000, 'kill'], [800_100, 'die', 143], [800_200, 'destroy']);
      const events = asked.map((event) => ({ ...event, ...facts }));
      expect(story({ events }).tracks[0]?.containers[0]).toMatchObject({
        createdAt: 1000,
        runs: [{ from: 600_000, to: 800_100, exitCode: 143, end: 'stopped' }],
      });
      expect(story({ events: asked.map((event) => ({ ...event, createdAt: 1000 })) }).tracks[0]?.moments).toMatchObject([
        { kind: 'created', time: 1000 },
        { kind: 'stopped', time: 800_100, exitCode: 143 },
        { kind: 'removed' },
      ]);
    });

    it('claims nothing of one that had not ended before', () => {
      const first = engineOf({ readAt: 700_000, containers: [containerOf({ id: 'a', createdAt: 1000, startedAt: 2000 })] });
      expect(story({ view: first }).tracks[0]?.containers[0]?.unseen).toBeUndefined();
      expect(kinds({ view: first })).toEqual(['created', 'started']);
    });
  });

  it('completes events that were missed', () => {
    const events = eventsOf('a', 'main', [0, 'create'], [10, 'start'], [5000, 'die', 0]);
    const view = engineOf({ readAt: 20_000, containers: [containerOf({ id: 'a', startedAt: 12_000, restarts: 1 })] });
    expect(story({ events, view }).tracks[0]?.containers[0]?.runs).toHaveLength(2);
    const gone = story({ events, view: engineOf({ readAt: 20_000 }) }).tracks[0]?.containers[0];
    expect(gone?.removedAt).toBe(20_000);
  });

  it('says of a device that fell silent what was seen last, not what is', () => {
    const view = engineOf({ readAt: 20_000, containers: [containerOf({ id: 'a', createdAt: 1000, startedAt: 2000 })] });
    expect(lifecycleText(story({ view }))[0]?.summary).toMatch(/^main: running;/);
    const silent = story({ view, knownUntil: 20_000 });
    expect(silent.knownUntil).toBe(20_000);
    expect(lifecycleText(silent)[0]?.summary).toMatch(/^main: was running;/);
    // Its engine was still heard to end the container.
    const events = eventsOf('a', 'main', [1000, 'create'], [2000, 'start'], [25_000, 'die', 1]);
    expect(story({ view, events, knownUntil: 20_000 }).knownUntil).toBe(25_000);
  });

  it('says why a container could not be started', () => {
    const view = engineOf({
      readAt: 5000,
      containers: [containerOf({ id: 'a', state: 'created', error: 'exec: "x": executable file not found in $PATH' })],
    });
    expect(story({ view }).tracks[0]?.moments.at(-1)?.kind).toBe('failed');
    expect(lifecycleText(story({ view }))[0]?.entries.at(-1)?.text).toBe(
      'Container 1 could not be started: exec: "x": executable file not found in $PATH.',
    );
  });

  it('sees a restart loop: three short runs that ended by themselves', () => {
    const loop = eventsOf(
      'a',
      'main',
      [0, 'create'],
      [10, 'start'],
      [5000, 'die', 0],
      [5100, 'start'],
      [10_100, 'die', 0],
      [10_300, 'start'],
      [15_300, 'die', 0],
    );
    expect(story({ events: loop }).tracks[0]?.isLoop).toBe(true);
    const view = engineOf({ readAt: 60_000, containers: [containerOf({ id: 'a', startedAt: 15_900, restarts: 3 })] });
    expect(story({ events: loop, view }).tracks[0]?.isLoop).toBe(false);
  });

  it('shows which volumes a service sees, where, and with whom it shares them', () => {
    const view = engineOf({
      volumes: [{ name: '42_second', key: 'second', createdAt: 7 }],
      containers: [
        containerOf({ id: 'a', service: 'frontend', mounts: [{ volume: '42_second', path: '/backend-data', readOnly: true }] }),
        containerOf({ id: 'b', service: 'backend', mounts: [{ volume: '42_second', path: '/data', readOnly: false }] }),
      ],
    });
    const tracks = story({ view, services: ['backend', 'frontend'] }).tracks;
    expect(tracks.map((track) => track.volumes)).toEqual([
      [{ volume: '42_second', label: 'second', path: '/data', isReadOnly: false, from: 7, sharedWith: ['frontend'] }],
      [{ volume: '42_second', label: 'second', path: '/backend-data', isReadOnly: true, from: 7, sharedWith: ['backend'] }],
    ]);
  });

  it('infers containers from the Supervisor’s lines where nobody watched the engine', () => {
    const lines = ['Started', 'exited', 'Restarting', 'Killed', 'Started'].map((word, index): LogLine => {
      const message =
        word === 'exited'
          ? "Service exited 'main sha256:1'"
          : word === 'Restarting'
            ? "Restarting service 'main sha256:1'"
            : `${word} service 'main sha256:1'`;
      return { timestamp: index * 1000, message, isError: false };
    });
    const told = story({ logs: lines });
    expect(told.source).toBe('log');
    expect(told.tracks[0]?.moments.map(({ kind }) => kind)).toEqual([
      'created',
      'started',
      'exited',
      'restarted',
      'exited',
      'removed',
      'recreated',
      'started',
    ]);
  });
});

describe('lifecycleText', () => {
  it('tells a loop’s cycles in one sentence, with the waits that grow', () => {
    const events = eventsOf(
      'a',
      'main',
      [0, 'create'],
      [0, 'start'],
      [5000, 'die', 0],
      [5100, 'start'],
      [10_100, 'die', 0],
      [10_300, 'start'],
      [15_300, 'die', 0],
      [15_700, 'start'],
    );
    const [text] = lifecycleText(story({ events }));
    expect(text?.summary).toBe(
      'main: restart loop; one container; restarted 3 times; the engine waits longer before each start: 0.1 s, 0.2 s, 0.4 s.',
    );
    expect(text?.entries.map((entry) => entry.text)).toEqual([
      'Container 1 was created from its image, with an empty layer of its own to write in.',
      'Container 1 was started.',
      'Container 1 ended by itself with code 0 and was restarted, 3 times in 11 s, after waits from 0.1 s to 0.4 s: the same container and the same layer each time.',
    ]);
  });
});
