import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventName } from '../shared/contract.ts';
import { toErrorData } from '../shared/errors.ts';
import type { Reply } from '../shared/wire.ts';
import { closeInTurn } from './close-in-turn.ts';
import { useCloud } from './environments/cloud/cloud-trust.ts';
import { openEnvironments, type Environments } from './environments/environments.ts';
import { createDeviceEnvironment } from './environments/lan/device-environment.ts';
import { createPracticeEnvironment } from './environments/practice/practice-environment.ts';
import { createRemoteEnvironment } from './environments/cloud/remote-environment.ts';
import { environmentHandlers } from './environments/environment-handlers.ts';
import { onChoice } from './environments/on-choice.ts';
import type { Safe } from './environments/sealed-token.ts';
import { findMachineEngine } from './environments/practice/find-machine-engine.ts';
import { practiceCommand } from './environments/practice/practice-command.ts';
import { findToolchain, missingCli } from './environments/toolchain.ts';
import { openClassroom, type Classroom } from './course/classroom.ts';
import { watchCourses } from './course/watch-courses.ts';
import { createHostKeys } from './device/ssh/host-key.ts';
import { createLanHandlers } from './device/lan-handlers.ts';
import { openDevice } from './device/open-device.ts';
import { createExaminations } from './doctor/examinations.ts';
import { listVolumeFiles, readVolumeText } from './device/engine/volume-files.ts';
import { createEventBus } from './event-bus.ts';
import { machineIdentity } from './machine-identity.ts';
import { openLink } from './open-link.ts';
import { applicationPaths, thisMachine } from './paths.ts';
import { createDispatcher, type Handlers } from './rpc.ts';
import { openSettings } from './settings/settings.ts';
import { openLeftOverMarker } from './terminal/pty/left-over.ts';
import { openPastTabs } from './terminal/tabs/past-tabs.ts';
import { spawnPty } from './terminal/pty/pty.ts';
import { sshTerminal } from './terminal/shells/ssh-terminal.ts';
import { createTerminalRunner } from './terminal/run/terminal-runner.ts';
import { createTerminals, type Terminals } from './terminal/tabs/terminals.ts';
import { topologyOf } from '../shared/network/from-engine.ts';
import { curlConnection } from './device/requests/curl-connection.ts';

export interface FleetlabOptions {
  /** Where all of the learner's things are kept. One running Fleetlab at a time. */
  dataDirectory: string;
  /** Fleetlab's own folder. */
  root: string;
  /** Opens an address that is allowed in the machine's browser; rejects or resolves with false where it could not. */
  openExternal: (url: string) => Promise<unknown>;
  /** The system's store for secrets, where the host has one. */
  safe?: Safe | undefined;
  /** Sentences of the host about its own damaged files, for the first window. */
  notices?: readonly string[];
}

/** The whole app but its window: what both hosts carry to the page. */
export interface Fleetlab {
  call(name: string, input: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (name: EventName, payload: unknown) => void): () => void;
  /** Titles of the terminals in which a program runs. */
  busyTerminals(): string[];
  /** Ends terminals and the practice process, and saves everything. */
  close(): Promise<void>;
}

const mostNotices = 20;

/** Makes the services and joins them. Rejects with FleetlabError where the course or the data folder cannot be used. */
export async function createFleetlab(options: FleetlabOptions): Promise<Fleetlab> {
  const { dataDirectory, root } = options;
  const paths = applicationPaths(root);
  const machine = thisMachine();
  const bus = createEventBus();
  const notices: string[] = [...(options.notices ?? [])];
  let watchers = 0;
  // The first window gets what was said before it.
  const tell = (message: string) => {
    if (watchers === 0 && notices.length < mostNotices) notices.push(message);
    bus.emit('app.notice', { message });
  };
  await mkdir(dataDirectory, { recursive: true });

  // The slowest to be ready comes first; nothing below waits for it.
  const toolchain = findToolchain(root);
  const settings = await openSettings(join(dataDirectory, 'settings.json'), (error) => tell(error.message));
  const practice = { root, node: toolchain.node, dataDirectory: join(dataDirectory, 'practice'), onRemark: tell };
  const environment = await openEnvironments({
    dataDirectory,
    safe: options.safe,
    onSaveError: (error) => tell(error.message),
    onRemark: tell,
    factories: {
      practice: () =>
        createPracticeEnvironment({
          command: () => practiceCommand({ ...practice, engine: settings.value.engine }),
          stage: ({ uuid, folder }) =>
            practiceCommand({ ...practice, dataDirectory: folder, stageOf: { uuid, dataDirectory: practice.dataDirectory } }),
        }),
      'balena-cloud': (place) => createRemoteEnvironment(place),
      'open-balena': (place) => createRemoteEnvironment(place),
      device: (place) => createDeviceEnvironment(place),
    },
  });
  // Before anyone who asks the cloud hears of the choice.
  environment.onChange(() => useCloud(environment.current()?.cloud));
  useCloud(environment.current()?.cloud);
  let classroom: Classroom | undefined;
  try {
    const past = await openPastTabs(join(dataDirectory, 'terminals'));
    const hostKeys = createHostKeys({
      practice: join(dataDirectory, 'known_hosts'),
      onQuestion: (question) => bus.emit('hostKey.asked', question === undefined ? {} : { question }),
      onTrusted: () => void lab.refresh(),
    });
    // Before anyone who connects to the device hears of the choice.
    onChoice(environment, () => hostKeys.forget());
    const {
      lab,
      sshTarget,
      engine,
      connections,
      asker,
      handlers: deviceHandlers,
    } = openDevice({
      environment,
      hostKeys,
      bus,
      serviceOrder: {
        known: () => settings.value.serviceOrder ?? [],
        keep: (serviceOrder) => settings.save({ ...settings.value, serviceOrder }),
      },
    });
    const marker = openLeftOverMarker(join(dataDirectory, 'terminals.json'));
    marker.then(
      ({ notice }) => {
        if (notice !== undefined) tell(notice);
      },
      // Whoever opens a terminal is told.
      () => undefined,
    );
    const terminals = createTerminals({
      bus,
      environment: (id) => (id === undefined ? environment.ready() : environment.readyOf(id)),
      chosenEnvironment: () => environment.list().chosen,
      device: () => lab.view().device?.uuid,
      async ssh(target) {
        const place = sshTarget();
        return place?.folder === undefined ? undefined : sshTerminal({ ...place, folder: place.folder }, target, { hostKeys, machine });
      },
      toolchain,
      machine,
      root,
      usualShell: () => settings.value.shell,
      folder: () => classroom?.workspace.folder ?? dataDirectory,
      spawn: spawnPty,
      marker,
      past,
    });
    terminals.onCommand(({ target }, { line, exitCode }) => {
      // The launcher's curl has told an environment that follows connections; it is a shell script, which is not on the PATH on Windows.
      if (target.kind !== 'laptop' || (environment.current()?.followConnections !== undefined && machine.platform !== 'win32')) return;
      void Promise.all([line, exitCode]).then(([text, code]) => {
        if (text === undefined || code === undefined) return;
        const connection = curlConnection({ text, exitCode: code }, topologyOf(engine.view()));
        if (connection !== undefined) connections.add({ ...connection, time: Date.now() });
      });
    });
    const runner = createTerminalRunner({ terminals });
    classroom = await openClassroom({
      lab,
      runner,
      asker,
      environment,
      environments: environment,
      bus,
      dataDirectory,
      toolchain,
      compiled: paths.compiledCourses,
      sources: paths.courses,
      chosen: settings.value.courseId,
    });
    const room = classroom;
    const stopWatching = watchCourses(paths.compiledCourses, {
      onChange: () =>
        void room.reload().then(
          () => bus.emit('app.mended', { about: 'compiled courses' }),
          (error: unknown) => bus.emit('app.notice', { message: toErrorData(error).message, about: 'compiled courses' }),
        ),
      onProblem: (message, courseId) => bus.emit('app.notice', { message, about: `course:${courseId}` }),
      onMended: (courseId) => bus.emit('app.mended', { about: `course:${courseId}` }),
    });
    const cliVersion = await toolchain.cliVersion();
    notices.push(...[settings.notice, environment.notice, ...room.service.notices].filter((notice) => notice !== undefined));
    if (cliVersion === undefined) notices.push(`${missingCli().message} ${missingCli().action ?? ''}`);
    warnOfStaleTerminals(environment, terminals, tell);
    environment.onChange((view) => bus.emit('environment.changed', view));
    environment.onListChange((list) => {
      terminals.forgetClosed(list.environments.map(({ id }) => id));
      bus.emit('environments.changed', list);
    });

    const findEngine = () => findMachineEngine(practiceCommand(practice));
    const handlers: Handlers = {
      ...room.handlers,
      ...deviceHandlers,
      ...createLanHandlers({ environment, hostKeys, sshTarget, bus }),
      ...environmentHandlers({ environments: environment, lab, runner }),
      async 'course.choose'({ courseId }) {
        await room.choose(courseId);
        settings.save({ ...settings.value, courseId: room.chosen });
        return undefined;
      },
      'app.start': () =>
        Promise.resolve({
          ...room.service.view(),
          courses: [...room.courses],
          layout: settings.value.layout,
          environment: environment.view(),
          environments: environment.list(),
          lab: lab.view(),
          engine: engine.view(),
          containerEvents: [...engine.events()],
          connections: [...connections.list()],
          plan: room.plan.view(),
          workspace: room.workspace.view(),
          terminals: terminals.list(),
          closedTerminals: terminals.closed(),
          shells: terminals.shells.map(({ file, name }) => ({ file, name })),
          usualShell: terminals.usualShell().file,
          identity: machineIdentity(),
          ...(hostKeys.question() === undefined ? {} : { hostKeyQuestion: hostKeys.question() }),
          isFirstStart: !settings.value.hasBegun,
          notices: [...notices],
        }),
      async 'app.begin'() {
        settings.save({ ...settings.value, hasBegun: true });
        await settings.flush();
        return undefined;
      },
      'app.saveLayout'(layout) {
        settings.save({ ...settings.value, layout });
        return Promise.resolve(undefined);
      },
      async 'app.openExternal'({ url }) {
        await openLink(url, options.openExternal);
        return undefined;
      },
      'terminal.open': async ({ target, shell, size }) => (await terminals.open(target, { shell, size })).view(),
      'terminal.useShell': ({ shell }) =>
        done(() => {
          settings.save({ ...settings.value, shell: terminals.findShell(shell).file });
          bus.emit('terminal.shellChosen', { shell });
        }),
      'terminal.restart': async ({ id }) => (await terminals.restart(id)).view(),
      'terminal.input': ({ id, data }) => done(() => terminals.find(id).input(data)),
      'terminal.suggest': async ({ id, line }) => {
        await runner.suggest(id, line);
        return undefined;
      },
      'terminal.resize': ({ id, size }) => done(() => terminals.find(id).resize(size)),
      'terminal.acknowledge': ({ id, bytes }) => done(() => terminals.find(id).acknowledge(bytes)),
      async 'terminal.close'({ id }) {
        await terminals.close(id);
        return undefined;
      },
      'terminal.reopen': async ({ id }) => (await terminals.reopen(id)).view(),
      'terminal.move': ({ id, before }) => done(() => terminals.move(id, before)),
      'terminal.clear': ({ id }) => done(() => terminals.find(id).clear()),
      'terminal.replay': async ({ id }) => Promise.resolve(terminals.find(id).replay()),
      async 'device.join'({ fleet }) {
        await lab.join(fleet);
        return undefined;
      },
      'engine.volumeFiles': () => listVolumeFiles(lab),
      'engine.volumeText': (file) => readVolumeText(lab, file),
      'doctor.examine': createExaminations({ environment, toolchain, root, dataDirectory, bus, findEngine }),
      'environment.findEngine': findEngine,
      async 'environment.useEngine'({ engine }) {
        settings.save({ ...settings.value, engine });
        await settings.flush();
        await environment.restart();
        return undefined;
      },
    };

    terminals.setWatched(false);
    return {
      call: createDispatcher(handlers),
      subscribe(listener) {
        const unsubscribe = bus.subscribe(listener);
        watchers += 1;
        terminals.setWatched(true);
        engine.setWatched(true);
        return () => {
          unsubscribe();
          watchers -= 1;
          if (watchers > 0) return;
          terminals.setWatched(false);
          engine.setWatched(false);
        };
      },
      busyTerminals: () => terminals.list().flatMap((view) => (view.state === 'running' ? [view.title] : [])),
      async close() {
        stopWatching();
        await closeInTurn([() => room.close()], tell);
        await Promise.all(
          [() => terminals.closeAll(), () => lab.close(), () => settings.flush()].map((close) => closeInTurn([close], tell)),
        );
        await closeInTurn([() => environment.close()], tell);
      },
    };
  } catch (error) {
    await environment.close();
    throw error;
  }
}

/** A shell keeps the variables it was started with; after a restart the cloud may be at another port. */
function warnOfStaleTerminals(environment: Environments, terminals: Terminals, tell: (message: string) => void): void {
  const warned = new Set<string>();
  // At another address it is another environment, and the one that its terminals belong to is gone.
  environment.onListChange(({ environments }) => {
    for (const { environment: own } of terminals.list()) {
      if (warned.has(own.id) || environments.some(({ id }) => id === own.id)) continue;
      warned.add(own.id);
      tell(`“${own.name}” is gone, or at another address. Its terminals that are still open go to the one before: close them.`);
    }
  });
  const last = new Map<string, string>();
  environment.onChange(() => {
    const running = environment.current();
    if (running === undefined) return;
    const before = last.get(running.id);
    const variables = JSON.stringify(running.variables);
    if (before !== undefined && before !== variables && terminals.list().length > 0)
      tell(`The ${running.name} has a new address. Open a new terminal: those that were open still use the old one.`);
    last.set(running.id, variables);
  });
}

/** What an action throws becomes the call's error. */
async function done(action: () => void): Promise<undefined> {
  await Promise.resolve(action());
  return undefined;
}
