import type { ConnectionEvent } from '../../../src/shared/network/connection.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import type { EngineView } from '../../../src/shared/domain/engine-view.ts';
import type { EnvironmentView } from '../../../src/shared/domain/environment.ts';
import type { LabView } from '../../../src/shared/domain/device-view.ts';
import type { PlanView } from '../../../src/shared/domain/plan-view.ts';
import * as engines from './fixtures/engine.ts';
import { device, fleet, lab, release, seconds, service } from './fixtures/lab.ts';
import { bothBridgedCompose, planOfCompose } from './fixtures/plan.ts';
import { passed, progressAt, realCloud, startView, starterFiles } from './fixtures/start.ts';
import type { Scene } from './scenes.ts';

interface Setup {
  engine: (now: number) => EngineView;
  plan?: string;
  connections?: (now: number, view: EngineView) => ConnectionEvent[];
  lab?: (now: number, view: EngineView) => LabView;
  environment?: EnvironmentView;
}

const typical = (now: number, view: EngineView) => engines.connectionsOf(now, view, engines.typicalRequests);

function networkScene({ engine, plan, connections, environment, lab: labOfScene = labOf }: Setup, then?: Scene['then']): Scene {
  return {
    state: (now) => {
      const view = engine(now);
      const planned: PlanView = plan === undefined ? { folder: 'multicontainer', problems: [] } : planOfCompose(plan);
      return {
        files: { ...starterFiles },
        printed: { t1: '' },
        start: startView(now, {
          progress: progressAt('restarts', { 'build-and-deploy': passed() }),
          layout: { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab: 'network' },
          lab: labOfScene(now, view),
          engine: view,
          connections: connections?.(now, view) ?? [],
          plan: planned,
          ...(environment === undefined ? {} : { environment }),
        }),
      };
    },
    then: async (bridge, model, now) => {
      while (document.querySelector('[data-picture]') === null && document.querySelector('.empty') === null)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      await then?.(bridge, model, now);
    },
  };
}

function labOf(now: number, view: EngineView): LabView {
  return lab(now, {
    serviceOrder: view.containers.map(({ service: name = '' }) => name),
    fleets: [
      {
        ...fleet([release(3, 'b41f0c2e9d7a', now - 92 * seconds)]),
        slug: 'practice/multicontainerservices',
        name: 'MulticontainerServices',
      },
    ],
    device: device({
      fleet: 'practice/multicontainerservices',
      services: view.containers.map(({ service: name = '' }) => service({ name })),
    }),
  });
}

/** 4.7: the frontend is on two bridges. */
export function twoBridges(now: number): Partial<StartView> {
  const view = engines.twoBridges(now);
  return { engine: view, lab: labOf(now, view) };
}

/** A device on which nobody could look what the services listen on. */
function withoutListeners(now: number): EngineView {
  const view = engines.bothBridged(now);
  for (const container of view.containers) delete container.listens;
  return { ...view, seesConnections: false };
}

const showFiles: Scene['then'] = (_bridge, model) => model.screen.setState({ networkShows: 'files' });

/** The situations of the class in the Network view. */
export const networkScenes: Readonly<Record<string, Scene>> = {
  'network-host-only': networkScene({ engine: engines.hostModeOnly }),
  'network-host-stopped': networkScene({
    engine: engines.hostStopped,
    connections: (now, view) => engines.connectionsOf(now, view, [{ from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } }]),
  }),
  'network-two-bridges': networkScene({ engine: engines.twoBridges }),
  'network-many-connections': networkScene({
    engine: engines.bothBridged,
    connections: (now, view) =>
      engines.connectionsOf(
        now,
        view,
        Array.from({ length: 9 }, () => engines.typicalRequests)
          .flat()
          .slice(0, 50),
      ),
  }),
  'network-host-answers': networkScene({
    engine: engines.hostModeOnly,
    connections: (now, view) => engines.connectionsOf(now, view, [{ from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } }]),
  }),
  'network-host-and-bridged': networkScene({
    engine: engines.hostAndBridged,
    connections: (now, view) => engines.connectionsOf(now, view, [{ from: { kind: 'laptop' }, to: { kind: 'device', port: 1234 } }]),
  }),
  'network-both-bridged': networkScene({
    engine: engines.bothBridged,
    connections: (now, view) => typical(now, view).slice(0, 2),
  }),
  'network-refused': networkScene({ engine: engines.bothBridged, connections: (now, view) => typical(now, view).slice(0, 3) }),
  'network-unresolved': networkScene({ engine: engines.bothBridged, connections: (now, view) => typical(now, view).slice(0, 4) }),
  'network-timeout': networkScene({ engine: engines.bothBridged, connections: (now, view) => typical(now, view).slice(0, 5) }),
  'network-several-bridges': networkScene({
    engine: engines.severalBridges,
    connections: (now, view) =>
      engines.connectionsOf(now, view, [{ from: { kind: 'service', name: 'api' }, to: { kind: 'name', name: 'database', port: 5432 } }]),
  }),
  'network-three': networkScene({
    engine: engines.threeServices,
    connections: (now, view) =>
      engines.connectionsOf(now, view, [{ from: { kind: 'service', name: 'page' }, to: { kind: 'name', name: 'filler', port: 80 } }]),
  }),
  'network-many': networkScene({ engine: engines.manyServices }),
  'network-plan': networkScene({ engine: engines.hostAndBridged, plan: bothBridgedCompose, connections: typical }, showFiles),
  'network-plan-broken': networkScene({ engine: engines.hostAndBridged, plan: 'services:\n  frontend:\n   - x\n' }, showFiles),
  'network-nothing-pushed': networkScene({
    engine: (now) => engines.engineOf(now, [], []),
    lab: (now) => lab(now, { fleets: [fleet([])], device: device({ services: [] }) }),
  }),
  'network-signed-out': networkScene({ engine: (now) => engines.engineOf(now, [], []), lab: (now) => lab(now, { account: undefined }) }),
  'network-unobserved': networkScene({
    engine: (now) => ({ ...engines.bothBridged(now), seesConnections: false }),
    environment: realCloud,
  }),
  'network-inferred': networkScene({ engine: withoutListeners, environment: realCloud }),
  'network-stale': networkScene({
    engine: (now) => ({ ...engines.severalBridges(now), readAt: now - 90 * seconds, problem: 'The device does not answer over SSH.' }),
  }),
};
