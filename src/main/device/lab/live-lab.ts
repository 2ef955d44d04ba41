import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceView, FleetView, LabView, LogLine } from '../../../shared/domain/device-view.ts';
import { servicesOfLab, withNewServices } from '../../../shared/domain/service-order.ts';
import { FleetlabError, toErrorData } from '../../../shared/errors.ts';
import type { EnvironmentService, RunningEnvironment } from '../../environments/environment.ts';
import { onChoice } from '../../environments/on-choice.ts';
import { createReads } from '../reads.ts';
import { afterLine, type ContainerHistories } from './container-history.ts';
import type { HostKeys } from '../ssh/host-key.ts';
import { createHostShell, type HostShell } from '../ssh/host-shell.ts';
import type { Lab } from './lab.ts';
import { cloudLog, followLogs, type LogFollower, type LogFollowerOptions, type LogRecord } from './log-follower.ts';
import { readDevice, serviceNames, viewOfDevice, type KnownDevice } from './read-device.ts';
import { readLocalDevice } from './local-facts.ts';
import { readFleets } from './read-fleets.ts';
import { createSdkSource, isUnauthorized, patiently, withinLimit, type SignedInSdk } from '../../environments/cloud/sdk.ts';
import type { SshTarget } from '../ssh/ssh-target.ts';
import { createSupervisorApi } from '../lan/supervisor-api.ts';

export interface LiveLabOptions {
  environment: EnvironmentService;
  hostKeys: HostKeys;
  /** Milliseconds between reads while nothing happens; by the environment unless told. */
  pollMilliseconds?: number;
  /** Where the order of services is kept. */
  serviceOrder?: ServiceOrderMemory;
}

export interface ServiceOrderMemory {
  known(): readonly string[];
  keep(order: string[]): void;
}

const logLinesShown = 200;
/** Milliseconds that a burst of log lines is waited out before it is read what they mean. */
const settleMilliseconds = 120;
/** Milliseconds between reads of what has not answered for a while. */
const longestPause = 15_000;

type Facts = Pick<LabView, 'account' | 'fleets' | 'waitingDevice' | 'isWithoutCloud' | 'problem'> & { device?: KnownDevice };

/** The lab without the engine, which is read over its shell. */
export interface LiveLab extends Omit<Lab, 'engine'> {
  /** The host OS of the learner's device. */
  readonly shell: HostShell;
  /** Where that answers; undefined while no device is known. */
  sshTarget(): SshTarget | undefined;
}

/** The lab of whichever environment is ready, read through balena-sdk. */
export function createLiveLab(options: LiveLabOptions): LiveLab {
  const { environment } = options;
  const sdkFor = createSdkSource();
  const listeners = new Set<(view: LabView) => void>();
  const names = new Map<number, string>();
  const end = new AbortController();
  const shell = createHostShell({ target: sshTarget, hostKeys: options.hostKeys });
  let facts: Facts = { fleets: [] };
  let serviceOrder = options.serviceOrder?.known() ?? [];
  let readAt = 0;
  let failures = 0;
  let lines: LogRecord[] = [];
  let histories: ContainerHistories = new Map();
  let follower: (LogFollower & { key: string }) | undefined;
  let settle: NodeJS.Timeout | undefined;
  const reads = createReads(read);

  function view(): LabView {
    const { device, ...rest } = facts;
    const seenDevice = device === undefined ? {} : { device: seen(device.viewWith(histories)) };
    const order = orderWith({ ...rest, ...seenDevice });
    return { ...rest, ...seenDevice, logs: lines.map(nameLine), ...(order.length === 0 ? {} : { serviceOrder: [...order] }), readAt };
  }

  function orderWith(lab: Pick<LabView, 'device' | 'fleets'>): readonly string[] {
    const present = servicesOfLab(lab);
    if (present.every((name) => serviceOrder.includes(name))) return serviceOrder;
    const made = withNewServices(serviceOrder, present);
    options.serviceOrder?.keep(made);
    serviceOrder = made;
    return made;
  }

  /** What a device says of itself it does not say while it is silent. */
  function seen(device: DeviceView): DeviceView {
    return facts.isWithoutCloud === true && facts.problem !== undefined ? { ...device, isOnline: false, status: 'unknown' } : device;
  }

  function nameLine({ serviceId, ...line }: LogRecord): LogLine {
    return {
      ...line,
      ...(serviceId === undefined || line.service !== undefined ? {} : { service: names.get(serviceId) ?? `service ${serviceId}` }),
    };
  }

  async function read(left: AbortSignal): Promise<LabView> {
    const running = environment.current();
    const isOld = () => left.aborted || running !== environment.current();
    if (running === undefined) {
      facts = withProblem(facts, environment.view().problem);
    } else {
      try {
        const found = await readFacts(running, isOld);
        if (found === undefined || isOld()) return view();
        facts = found;
        readAt = Date.now();
        failures = 0;
      } catch (error) {
        if (isOld()) return view();
        failures += 1;
        // What was read last stays on the screen; `readAt` and the problem say that it is old.
        facts = withProblem(facts, describeFailure(running, error, readAt));
      }
    }
    return tell();
  }

  function tell(): LabView {
    const made = view();
    if (!end.signal.aborted) for (const listener of [...listeners]) listener(made);
    return made;
  }

  /** Undefined where the environment was left meanwhile: then its log is not followed either. */
  async function readFacts(running: RunningEnvironment, isOld: () => boolean): Promise<Facts | undefined> {
    const { cloud } = running;
    if (cloud === undefined) return readDeviceAlone(running);
    const signedIn = await sdkFor(cloud, running.dataDirectory);
    const account = signedIn.token === undefined ? undefined : await readAccount(signedIn);
    const uuid = running.device?.uuid ?? running.chosenDevice?.();
    const [fleets, device] =
      account === undefined
        ? [[], undefined]
        : await Promise.all([readFleets(signedIn.sdk), uuid === undefined ? undefined : readDevice(signedIn.sdk, uuid)]);
    const waitingDevice = device?.belongs_to__application[0] === undefined ? await running.waitingDevice?.() : undefined;
    if (isOld()) return undefined;
    if (device !== undefined) for (const [id, name] of serviceNames(device)) names.set(id, name);
    followDevice(
      device && {
        key: `${cloud.apiUrl} ${signedIn.token ?? ''} ${device.uuid}`,
        open: cloudLog(signedIn.sdk, cloud.apiUrl, device.uuid, logLinesShown),
      },
    );
    return {
      fleets,
      ...(account === undefined ? {} : { account }),
      ...(device === undefined ? {} : { device: { uuid: device.uuid, viewWith: (known) => viewOfDevice(device, known) } }),
      ...(waitingDevice === undefined ? {} : { waitingDevice }),
    };
  }

  async function readDeviceAlone({ id, device: place }: RunningEnvironment): Promise<Facts> {
    if (place === undefined) return { fleets: [] };
    const api = createSupervisorApi(place.address);
    followDevice({ key: `${id} ${place.address}`, open: (signal) => api.logs(signal) });
    return { fleets: [], isWithoutCloud: true, device: await readLocalDevice(api, place.address) };
  }

  function followDevice(log: { key: string; open: LogFollowerOptions['open'] } | undefined): void {
    if (follower?.key === log?.key || end.signal.aborted) return;
    forgetLog();
    if (log !== undefined) follower = { key: log.key, ...followLogs({ open: log.open, onLine: takeLine }) };
  }

  function takeLine(line: LogRecord): void {
    lines = [...lines, line].slice(-logLinesShown);
    histories = afterLine(histories, nameLine(line));
    settle ??= setTimeout(() => {
      settle = undefined;
      void reads.ask();
    }, settleMilliseconds);
  }

  function forgetLog(): void {
    follower?.close();
    follower = undefined;
    lines = [];
    histories = new Map();
  }

  function sshTarget(): SshTarget | undefined {
    const running = environment.current();
    if (running?.ssh === undefined) return undefined;
    const place = { ...running.ssh, ...(running.sshFolder === undefined ? {} : { folder: running.sshFolder }) };
    // Without a cloud the device answers itself.
    if (running.cloud === undefined) return { ...place, username: 'root' };
    const uuid = facts.device?.uuid;
    return uuid === undefined ? undefined : { ...place, uuid, username: facts.account?.username ?? 'root' };
  }

  /** The SDK knows fleets by slug; learners by name. */
  async function slugOf(fleet: string): Promise<string> {
    const { fleets } = await reads.ask();
    const isMeant = ({ slug, name }: FleetView) => [slug, name].some((own) => own.toLowerCase() === fleet.toLowerCase());
    const found = fleets.find(isMeant);
    if (found === undefined) throw new FleetlabError('no-fleet', `there is no fleet ${fleet}.`);
    return found.slug;
  }

  /** A restart or a restored checkpoint may have changed the past as well. */
  function forgetPast(): void {
    forgetLog();
    failures = 0;
  }

  /** Nothing of the other one is shown as if it were this one's, or waited for. */
  function leave(): void {
    forgetPast();
    facts = { fleets: [] };
    readAt = 0;
    names.clear();
    shell.leave();
    tell();
    void reads.anew();
  }

  const stopListening = onChoice(environment, leave, () => {
    forgetPast();
    void reads.ask();
  });

  /** What does not answer is asked less and less often; a change of the environment and every question of a person ask at once. */
  function pause(): number {
    return Math.min((options.pollMilliseconds ?? pauseFor(environment.current())) * 2 ** Math.min(failures, 5), longestPause);
  }

  async function poll(): Promise<void> {
    while (!end.signal.aborted) {
      await reads.ask();
      await delay(pause(), undefined, { signal: end.signal, ref: false }).catch(() => undefined);
    }
  }
  void poll();

  return {
    view,
    refresh: () => reads.ask(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shell,
    sshTarget,
    runInService: (service, command, { signal } = {}) => shell.runInService(service, command, { signal }),
    runOnHost: (command, { signal } = {}) => shell.run(command, { signal }),
    async join(fleet) {
      const running = await environment.ready();
      const waiting = await running.waitingDevice?.();
      if (waiting === undefined)
        throw new FleetlabError(
          'no-device',
          'No device waits to join a fleet.',
          'Move it with “balena device move” if it is in another fleet.',
        );
      if (running.cloud === undefined) throw new FleetlabError('no-fleet', 'A device without a cloud is in no fleet.');
      const { sdk, token } = await sdkFor(running.cloud, running.dataDirectory);
      if (token === undefined) throw new FleetlabError('signed-out', 'Nobody is signed in.', 'Sign in with “balena login” first.');
      try {
        await withinLimit(sdk.models.device.register(await slugOf(fleet), waiting.uuid, waiting.deviceType));
      } catch (error) {
        throw new FleetlabError('refused', `The device could not join ${fleet}: ${toErrorData(error).message}`, undefined, {
          cause: error,
        });
      }
      await reads.ask();
    },
    async close() {
      end.abort();
      clearTimeout(settle);
      stopListening();
      listeners.clear();
      forgetLog();
      shell.close();
      await reads.idle();
    },
  };
}

/** Milliseconds between two reads: a cloud that others use as well is asked less often; a line of its log leads to a read in any case. */
function pauseFor(running: RunningEnvironment | undefined): number {
  return running?.kind === 'balena-cloud' || running?.kind === 'open-balena' ? 5000 : 2000;
}

/** Undefined where the token is no longer good: the learner is signed out, which is no failure of the environment. */
async function readAccount({ sdk }: SignedInSdk): Promise<LabView['account']> {
  try {
    const { username } = await patiently(() => sdk.auth.getUserInfo());
    return { username };
  } catch (error) {
    if (isUnauthorized(error)) return undefined;
    throw error;
  }
}

function withProblem(facts: Facts, problem: string | undefined): Facts {
  const others = { ...facts };
  delete others.problem;
  return problem === undefined ? others : { ...others, problem };
}

function describeFailure({ name }: RunningEnvironment, error: unknown, readAt: number): string {
  const { message } = toErrorData(error);
  if (readAt === 0) return `${capitalised(name)} does not answer (${message}).`;
  const since = new Date(readAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `${capitalised(name)} does not answer (${message}). What it does is unknown since ${since}.`;
}

function capitalised(words: string): string {
  return words === 'practice device' ? 'The practice device' : words;
}
