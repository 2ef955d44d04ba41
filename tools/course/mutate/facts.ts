import type { CheckContext } from '../../../src/main/course/checks/verdict.ts';
import type { CommandResult } from '../../../src/main/device/lab/lab.ts';
import { toNetworkRequest } from '../../../src/main/device/requests/http-requests.ts';
import type { DeviceView, LabView, ServiceView } from '../../../src/shared/domain/device-view.ts';
import type { EngineContainer, EngineView } from '../../../src/shared/domain/engine-view.ts';
import type { HttpAnswer } from '../../../src/shared/domain/http.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { decide } from '../../../src/shared/network/decide.ts';
import { topologyOf } from '../../../src/shared/network/from-engine.ts';

/** What checks read, with something changed in it; nothing here touches the device or the files. */
export type Facts = CheckContext;

/** One way in which the state that a check wants is spoilt. */
export interface Mutation {
  /** What went wrong, in a few words. */
  what: string;
  /** What the check's sentence must tell of it: what is there in place of what should be. */
  found: RegExp;
  spoil: (facts: Facts) => Facts;
}

/** As they are at this moment, so that time passes for none of the mutations. */
export function frozen(facts: Facts): Facts {
  const view = facts.lab.view();
  const engine = facts.lab.engine();
  return { ...facts, lab: { ...facts.lab, runInService: facts.lab.runInService, view: () => view, engine: () => engine } };
}

export function withView(facts: Facts, change: (view: LabView) => LabView): Facts {
  const view = change(facts.lab.view());
  return { ...facts, lab: { ...facts.lab, view: () => view } };
}

export function withDevice(facts: Facts, change: (device: DeviceView) => DeviceView): Facts {
  return withView(facts, (view) => (view.device === undefined ? view : { ...view, device: change(view.device) }));
}

export function withService(facts: Facts, name: string, change: Partial<ServiceView>): Facts {
  return withDevice(facts, (device) => ({
    ...device,
    services: device.services.map((service) => (service.name === name ? { ...service, ...change } : service)),
  }));
}

export function withoutService(facts: Facts, name: string): Facts {
  return withDevice(facts, (device) => ({ ...device, services: device.services.filter((service) => service.name !== name) }));
}

/** Requests end as the rules of the network have it in the changed engine. */
export function withEngine(facts: Facts, change: (engine: EngineView) => EngineView): Facts {
  const engine = change(facts.lab.engine());
  const { asker } = facts;
  return {
    ...facts,
    lab: { ...facts.lab, engine: () => engine },
    asker: {
      async request(request, options) {
        const { verdict, reason } = decide(topologyOf(engine), toNetworkRequest(request, engine.deviceAddress));
        if (verdict !== 'delivered') return { verdict, reason, milliseconds: 0 };
        const answer = await asker.request(request, options);
        return answer.verdict === 'delivered' ? answer : { verdict, status: 200, body: 'It answers.', milliseconds: 0 };
      },
    },
  };
}

export function withContainer(facts: Facts, service: string, change: (container: EngineContainer) => EngineContainer): Facts {
  return withEngine(facts, (engine) => ({
    ...engine,
    containers: engine.containers.map((container) => (container.service === service ? change(container) : container)),
  }));
}

export function withoutContainer(facts: Facts, service: string): Facts {
  return withEngine(facts, (engine) => ({ ...engine, containers: engine.containers.filter((container) => container.service !== service) }));
}

export function withAnswer(facts: Facts, change: Partial<HttpAnswer>): Facts {
  const { asker } = facts;
  return { ...facts, asker: { request: async (request, options) => ({ ...(await asker.request(request, options)), ...change }) } };
}

/** `change` gets what the command really printed. */
export function withOutput(facts: Facts, change: (result: CommandResult) => CommandResult): Facts {
  const { lab } = facts;
  return {
    ...facts,
    lab: { ...lab, runInService: async (service, command, options) => change(await lab.runInService(service, command, options)) },
  };
}

export function withFile(facts: Facts, path: string, change: (text: string) => string): Facts {
  const { workspace } = facts;
  return {
    ...facts,
    workspace: {
      async read(asked) {
        const file = await workspace.read(asked);
        return asked === path ? { ...file, text: change(file.text) } : file;
      },
    },
  };
}

export function withoutFile(facts: Facts, path: string): Facts {
  const { workspace } = facts;
  return {
    ...facts,
    workspace: {
      read: (asked) =>
        asked === path ? Promise.reject(new FleetlabError('not-found', `There is no file ${path}.`)) : workspace.read(asked),
    },
  };
}
