import fc from 'fast-check';
import type { ContainerEvent, EngineContainer, EngineView } from '../../../../src/shared/domain/engine-view.ts';

/** What the engine holds, for tests: nothing but what is given. */
export function engineOf(change: Partial<EngineView>): EngineView {
  return { networks: [], containers: [], volumes: [], images: [], seesConnections: true, readAt: 0, ...change };
}

export function containerOf(change: Partial<EngineContainer> & Pick<EngineContainer, 'id'>): EngineContainer {
  return {
    name: `${change.service ?? 'main'}_1`,
    service: 'main',
    imageId: 'image-1',
    state: 'running',
    createdAt: 0,
    restarts: 0,
    command: ['sleep', 'infinity'],
    privileged: false,
    restartPolicy: 'always',
    networkMode: 'bridge',
    attachments: [],
    published: [],
    exposed: [],
    mounts: [],
    ...change,
  };
}

export function eventsOf(id: string, service: string, ...rest: [number, ContainerEvent['action'], number?][]): ContainerEvent[] {
  return rest.map(([time, action, exitCode]) => ({
    time,
    action,
    containerId: id,
    container: `${service}_${id}`,
    service,
    imageId: 'image-1',
    ...(exitCode === undefined ? {} : { exitCode }),
  }));
}

/** A device's past as an engine would tell it: each service has containers one after another, each of them runs. */
export const pasts: fc.Arbitrary<{ events: ContainerEvent[]; view: EngineView; services: string[]; end: number }> = fc
  .array(
    fc.record({
      volumes: fc.integer({ min: 0, max: 3 }),
      containers: fc.array(
        fc.record({
          runs: fc.array(
            fc.record({
              lasts: fc.integer({ min: 1, max: 60_000 }),
              waits: fc.integer({ min: 1, max: 30_000 }),
              code: fc.constantFrom(0, 1, 127, 137),
            }),
            {
              maxLength: 25,
            },
          ),
          isStopped: fc.boolean(),
          /** Milliseconds after the last end in which it is asked to stop, while it waits for its restart. */
          calledOffAfter: fc.option(fc.integer({ min: 100, max: 60_000 }), { nil: undefined }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((shapes) => {
    const events: ContainerEvent[] = [];
    const containers: EngineContainer[] = [];
    const volumes = ['a', 'b', 'c'].map((name) => ({ name: `1_${name}`, key: name, createdAt: 500 }));
    let end = 1000;
    shapes.forEach(({ containers: lives, volumes: count }, place) => {
      const service = `service-${place}`;
      let time = 1000 + place * 37;
      lives.forEach((life, index) => {
        const id = `${service}.${index}`;
        const tell = (action: ContainerEvent['action'], exitCode?: number): void =>
          void events.push(...eventsOf(id, service, exitCode === undefined ? [time, action] : [time, action, exitCode]));
        tell('create');
        const createdAt = time;
        life.runs.forEach((run) => {
          time += run.waits;
          tell('start');
          time += run.lasts;
          if (life.isStopped) tell('kill');
          tell('die', run.code);
        });
        if (life.calledOffAfter !== undefined && life.runs.length > 0) {
          time += life.calledOffAfter;
          tell('stop');
        }
        time += 100;
        if (index < lives.length - 1) tell('destroy');
        else
          containers.push(
            containerOf({
              id,
              service,
              createdAt,
              state: 'exited',
              restarts: Math.max(0, life.runs.length - 1),
              mounts: volumes.slice(0, count).map(({ name, key }) => ({ volume: name, path: `/${key}`, readOnly: false })),
            }),
          );
      });
      end = Math.max(end, time);
    });
    return { events, view: engineOf({ containers, volumes, readAt: end }), services: shapes.map((_, place) => `service-${place}`), end };
  });
