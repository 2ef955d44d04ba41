import type { Model } from '../../../src/renderer/state/model.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import type { WorkbenchTab } from '../../../src/shared/course/course.ts';
import type { LogLine } from '../../../src/shared/domain/device-view.ts';
import { unreadEngine, type ContainerEvent, type EngineView } from '../../../src/shared/domain/engine-view.ts';
import type { NotesSnapshot } from '../../../src/renderer/presenter/notes/snapshot.ts';
import type { CheckResult } from '../../../src/shared/course/checks.ts';
import type { FakeBridge, FakeState } from './fake-bridge.ts';
import { networks } from './fixtures/blocks.ts';
import { course, deploy, restarts } from './fixtures/course.ts';
import { device, fleet, lab, logOf, release, seconds, service, uuid } from './fixtures/lab.ts';
import { hostModeOnly, manyServices, threeServices } from './fixtures/engine.ts';
import { multiStage, twoReleases } from './fixtures/images.ts';
import { keptData, manyVolumes, renamedCompose, sharedCompose, withOrphan } from './fixtures/volumes.ts';
import { planOfCompose } from './fixtures/plan.ts';
import { manyLives, recreated, restartLoop, sharedVolumes, unwatched } from './fixtures/life.ts';
import { presenterScenes } from './presenter-scenes.ts';
import { passed, progressAt, realCloud, startView, starterFiles, stayingDockerfile, ofPractice } from './fixtures/start.ts';
import { doctorScene } from './doctor-scenes.ts';
import { commandScenes } from './command-scenes.ts';
import { environmentScenes } from './environment-scenes.ts';
import { lanScenes } from './lan-scenes.ts';
import { networkScenes } from './network-scenes.ts';
import { requestScenes } from './request-scenes.ts';
import { terminalScenes } from './terminal-scenes.ts';

export interface Scene {
  state: (now: number) => FakeState;
  /** What happens once the screen is there. */
  then?: (bridge: FakeBridge, model: Model, now: number) => void | Promise<void>;
  /** The trainer's window instead of the app, with what the main window has told it. */
  notes?: (now: number) => NotesSnapshot | undefined;
}

const escape = '\u001b';
const prompt = `${escape}[90msingle-service${escape}[0m ${escape}[32m❯${escape}[0m `;
const pushed = [
  `${prompt}balena push SingleService`,
  `${escape}[36m[Info]${escape}[39m     Starting build for SingleService, user learner`,
  `${escape}[36m[Info]${escape}[39m     Dashboard link: https://dashboard.practice.localhost/apps/41/devices`,
  `${escape}[36m[Info]${escape}[39m     Building on practice`,
  `${escape}[34m[main]${escape}[39m     Step 1/2 : FROM debian:trixie-slim`,
  `${escape}[34m[main]${escape}[39m      ---> 1f0c9c3a5be7`,
  `${escape}[34m[main]${escape}[39m     Step 2/2 : CMD ["bash", "-c", "echo 'The service is at work'; sleep 5"]`,
  `${escape}[34m[main]${escape}[39m     Successfully built 8f3ac1d204be`,
  `${escape}[36m[Info]${escape}[39m     Uploading images`,
  `${escape}[32m[Success]${escape}[39m  Successfully uploaded images`,
  `${escape}[32m[Success]${escape}[39m  Release successfully created!`,
  `${escape}[36m[Info]${escape}[39m     Release: ${escape}[34mb41f0c2e9d7a${escape}[39m (id: 3)`,
  `${escape}[36m[Info]${escape}[39m     Build finished in 2 seconds`,
].join('\r\n');

function results(verdicts: Record<string, CheckResult['verdict']>, step = deploy): CheckResult[] {
  return step.checks.map((check) => ({
    id: check.id,
    verdict: verdicts[check.id] ?? 'not-yet',
    message: verdicts[check.id] === 'passed' ? '' : check.help,
  }));
}

function state(now: number, change: Partial<StartView>, printed = prompt, files: Record<string, string> = {}): FakeState {
  return { start: startView(now, change), files: { ...starterFiles, ...files }, printed: { t1: printed } };
}

const loopStarts = [86, 80.5, 75, 69.2, 63.4, 57.6, 51.7, 45.9, 40, 34.1, 28.2, 22.3, 16.4, 10.5, 4.6];

function looping(now: number): StartView['lab'] {
  return lab(now, {
    fleets: [fleet([release(3, 'b41f0c2e9d7a', now - 92 * seconds)])],
    device: device({ services: [service({ restarts: 14, startedAt: now - 4600 })] }),
    logs: logOf(now, loopStarts, true),
  });
}

function steady(now: number): StartView['lab'] {
  return lab(now, {
    fleets: [fleet([release(4, 'e7705d1c33fa', now - 55 * seconds), release(3, 'b41f0c2e9d7a', now - 310 * seconds)])],
    device: device({
      runningCommit: 'e7705d1c33fa',
      services: [service({ releaseCommit: 'e7705d1c33fa', startedAt: now - 48 * seconds })],
    }),
    logs: logOf(now, [48], false),
  });
}

const atRestarts = progressAt('restarts', { 'build-and-deploy': passed() });

function picturesTab(workbenchTab: WorkbenchTab): StartView['layout'] {
  return { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab };
}

async function shown(selector: string): Promise<Element> {
  for (;;) {
    const found = document.querySelector(selector);
    if (found !== null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Keys for the picture that is in front. */
async function press(...keys: string[]): Promise<void> {
  const figure = await shown('.workbench-panel figure');
  await shown('svg[data-picture]');
  for (const key of keys) {
    figure.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** A picture in front, on a device with these services. */
function pictured(
  now: number,
  tab: WorkbenchTab,
  seen: { engine: EngineView; events?: ContainerEvent[]; logs?: LogLine[] },
  change: Partial<StartView> = {},
): FakeState {
  const services = seen.engine.containers.flatMap(({ service: name, restarts }) =>
    name === undefined ? [] : [service({ name, restarts })],
  );
  return state(now, {
    progress: atRestarts,
    layout: picturesTab(tab),
    lab: lab(now, {
      fleets: [fleet([release(4, 'e7705d1c33fa', now - 55 * seconds)])],
      device: device({ runningCommit: 'e7705d1c33fa', services }),
      logs: seen.logs ?? [],
    }),
    engine: seen.engine,
    containerEvents: seen.events ?? [],
    ...change,
  });
}

/** The same on a device of a real fleet, whose connections nobody sees. */
function onCloud(now: number, tab: WorkbenchTab, seen: Parameters<typeof pictured>[2]): FakeState {
  return pictured(now, tab, { ...seen, engine: { ...seen.engine, seesConnections: false } }, { environment: realCloud });
}

/** At a step with every kind of block, in the second of two classes. */
function atNetworks(answers: Record<string, number>): Partial<StartView> {
  const section = { number: '4', title: 'Networks', steps: [networks] };
  return {
    course: { ...course, sections: [...course.sections, section] },
    courses: twoClasses,
    progress: progressAt('networks', { networks: { passed: false, hints: 0, solved: false, answers } }),
    lab: lab(0, {}),
  };
}

const manySteps = Array.from({ length: 8 }, (_, index) => ({ ...deploy, id: `step-${index + 1}`, number: `4.${index + 1}` }));

const atManySteps: Partial<StartView> = {
  course: { ...course, sections: [{ number: '4', title: 'Networks', steps: manySteps }] },
  progress: progressAt('step-4', Object.fromEntries(manySteps.map(({ id }) => [id, passed()]))),
};

const twoClasses = [
  { id: course.id, title: course.title, summary: course.summary, minutes: course.minutes },
  { id: 'hello-device', title: 'Hello, device', summary: 'One service on one device.', minutes: 10 },
];

/** What happens to a file before the editor has shown it once leaves nothing to undo and no conflict. */
async function editorShows(text: string): Promise<void> {
  while (document.querySelector('.cm-content')?.textContent.includes(text) !== true)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

async function shows(selector: string): Promise<void> {
  while (document.querySelector(selector) === null) await new Promise((resolve) => requestAnimationFrame(resolve));
}

export const scenes: Readonly<Record<string, Scene>> = {
  'first-start': {
    state: (now) =>
      state(now, {
        isFirstStart: true,
        terminals: [],
        environment: { id: 'practice', kind: 'practice', name: 'Practice device', state: 'starting' },
      }),
  },
  'step-fresh': { state: (now) => state(now, { lab: lab(now, { account: undefined }) }) },
  'no-fleet': {
    state: (now) =>
      state(
        now,
        {},
        `${prompt}balena login --token "$PRACTICE_TOKEN"\r\n\r\n _            _\r\n| |__   __ _ | |  ____  _ __    __ _\r\n| '_ \\ / _\` || | / __ \\| '_ \\  / _\` |\r\n\r\nSuccessfully logged in as: learner\r\n${prompt}`,
      ),
    then: (bridge) => {
      bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'sign-in', state: 'done', exitCode: 0, milliseconds: 940 } });
      bridge.emit('checks.changed', { stepId: deploy.id, results: results({ 'signed-in': 'passed' }) });
    },
  },
  'device-waits': {
    state: (now) => state(now, { lab: lab(now, { fleets: [fleet([])], waitingDevice: { uuid, deviceType: 'generic-amd64' } }) }),
    then: (bridge) => {
      bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'sign-in', state: 'done', exitCode: 0, milliseconds: 940 } });
      bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'create-fleet', state: 'done', exitCode: 0, milliseconds: 1310 } });
      bridge.emit('checks.changed', { stepId: deploy.id, results: results({ 'signed-in': 'passed', fleet: 'passed' }) });
    },
  },
  'join-dialog': {
    state: (now) =>
      state(now, {
        lab: lab(now, {
          fleets: [fleet([]), { ...fleet([]), id: 42, slug: 'practice/multistage', name: 'Multistage' }],
          waitingDevice: { uuid, deviceType: 'generic-amd64' },
        }),
      }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'join' }),
  },
  'push-running': {
    state: (now) =>
      state(
        now,
        {
          terminals: [{ ...ofPractice, id: 't1', target: { kind: 'laptop' }, title: 'laptop', state: 'running' }],
          lab: lab(now, {
            fleets: [fleet([release(3, 'b41f0c2e9d7a', now - 6 * seconds)])],
            device: device({
              status: 'updating',
              runningCommit: undefined,
              services: [service({ status: 'Downloading', downloadProgress: 62 })],
            }),
            logs: logOf(now, [], false)
              .slice(0, 1)
              .map((line) => ({ ...line, timestamp: now - 1500 })),
          }),
        },
        pushed,
      ),
    then: (bridge) => {
      for (const [blockId, milliseconds] of [
        ['sign-in', 940],
        ['create-fleet', 1310],
        ['register', 1602],
      ] as const)
        bridge.emit('block.changed', { stepId: deploy.id, run: { blockId, state: 'done', exitCode: 0, milliseconds } });
      bridge.emit('block.changed', { stepId: deploy.id, run: { blockId: 'push', state: 'running' } });
      bridge.emit('checks.changed', { stepId: deploy.id, results: results({ 'signed-in': 'passed', fleet: 'passed', member: 'passed' }) });
    },
  },
  // The fleet was held at a release before the last push.
  'fleet-pinned': {
    state: (now) => {
      const { fleets, ...view } = steady(now);
      return state(now, {
        progress: atRestarts,
        lab: {
          ...view,
          fleets: fleets.map((own) => ({ ...own, pinnedCommit: 'b41f0c2e9d7a' })),
          device: device({ services: [service({ startedAt: now - 240 * seconds })] }),
          logs: logOf(now, [240], false),
        },
      });
    },
  },
  'restart-loop': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }, `${pushed}\r\n${prompt}`),
    then: (bridge) => {
      bridge.emit('checks.changed', { stepId: restarts.id, results: results({}, restarts) });
    },
  },
  'quiz-wrong': {
    state: (now) =>
      state(now, {
        progress: {
          ...atRestarts,
          steps: { ...atRestarts.steps, restarts: { passed: false, hints: 2, solved: false, answers: { 'after-the-end': 2 } } },
        },
        lab: looping(now),
      }),
    then: (bridge) => {
      bridge.emit('block.changed', {
        stepId: restarts.id,
        run: { blockId: 'logs', state: 'done', exitCode: 1, milliseconds: 1840, output: 'BalenaRequestError: 401 Unauthorized\n' },
      });
      const problem = {
        code: 'terminal-ended',
        message: 'The shell there has ended.',
        action: 'Run it again: a new terminal opens.',
      };
      bridge.emit('block.changed', { stepId: restarts.id, run: { blockId: 'push', state: 'lost', problem } });
      bridge.emit('checks.changed', { stepId: restarts.id, results: results({ 'command-stays': 'unknown' }, restarts) });
    },
  },
  'edit-long-path': {
    state: (now) => {
      const file = 'systemd/multicontainer-with-systemd/printer/Dockerfile.template';
      const blocks = restarts.blocks.map((block) => (block.kind === 'edit' ? { ...block, file } : block));
      const sections = course.sections.map((section) => ({
        ...section,
        steps: section.steps.map((step) => (step.id === restarts.id ? { ...step, blocks } : step)),
      }));
      const change = { progress: atRestarts, course: { ...course, sections }, lab: steady(now) };
      return state(now, change, undefined, { [file]: starterFiles['single-service/Dockerfile.template'] ?? '' });
    },
    then: async () => (await shown('.edit')).scrollIntoView(),
  },
  'blocks-fresh': { state: (now) => state(now, atNetworks({})) },
  'blocks-unexpected': {
    state: (now) => state(now, atNetworks({})),
    then: async (bridge, model) => {
      const [ask] = networks.blocks.filter((block) => block.kind === 'request');
      if (ask === undefined) return;
      bridge.answer('block.request', () => ({
        verdict: 'refused',
        reason: "Nothing on the device's host listens on 80: no service names that port.",
        milliseconds: 3,
      }));
      await model.ask(ask);
      (await shown('.answer-other')).scrollIntoView({ block: 'center' });
    },
  },
  'blocks-done': {
    state: (now) =>
      state(now, atNetworks({ 'still-open': 0 }), prompt, {
        'multicontainer/docker-compose.yml': "version: '2.1'\nservices:\n  frontend:\n    build: ./frontend\n    ports:\n      - '80:80'\n",
        'multicontainer/.dockerignore': 'tmp\n',
      }),
    then: async (bridge, model) => {
      const [ask, knock] = networks.blocks.filter((block) => block.kind === 'request');
      if (ask === undefined || knock === undefined) return;
      bridge.answer('block.request', () => ({
        verdict: 'delivered',
        status: 200,
        body: 'Backend data says: 2026-11-23T06:00:00.000Z\n',
        milliseconds: 12,
      }));
      await model.ask(ask);
      bridge.answer('block.request', () => ({
        verdict: 'unresolved',
        reason: 'frontend uses host networking, where service names do not exist: backend does not resolve.',
        milliseconds: 8,
      }));
      await model.ask(knock);
      document.querySelector('[data-block="knock"]')?.scrollIntoView({ block: 'center' });
    },
  },
  // As many steps as a section of the class has, all done.
  'many-steps': { state: (now) => state(now, atManySteps) },
  'several-classes': { state: (now) => state(now, { isFirstStart: true, terminals: [], courses: twoClasses }) },
  'all-passed': {
    state: (now) =>
      state(
        now,
        { progress: { ...atRestarts, steps: { ...atRestarts.steps, restarts: passed() } }, lab: steady(now) },
        `${pushed}\r\n${prompt}`,
        { 'single-service/Dockerfile.template': stayingDockerfile },
      ),
    then: (bridge) => {
      bridge.emit('block.changed', { stepId: restarts.id, run: { blockId: 'push', state: 'done', exitCode: 0, milliseconds: 2210 } });
      bridge.emit('checks.changed', { stepId: restarts.id, results: results({ 'command-stays': 'passed', steady: 'passed' }, restarts) });
    },
  },
  'solve-running': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (bridge) =>
      bridge.emit('task.changed', {
        stepId: restarts.id,
        environmentId: 'practice',
        kind: 'solve',
        state: 'running',
        message: 'Running balena push SingleService',
      }),
  },
  'reset-dialog': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'reset' }),
  },
  'jump-dialog': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.askToStartAt(deploy.id),
  },
  'jump-running': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (bridge) =>
      bridge.emit('task.changed', {
        stepId: deploy.id,
        environmentId: 'practice',
        kind: 'jump',
        state: 'running',
        message: '3.1: balena push MulticontainerServices',
        fraction: 0.6,
      }),
  },
  'jump-done': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.startAt(deploy),
  },
  // Its environment was left since.
  'reset-elsewhere': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: async (bridge, model, now) => {
      await model.lesson.reset(restarts);
      const own = { id: 'e1', kind: 'balena-cloud', name: 'balenaCloud' } as const;
      const practice = { id: 'practice', kind: 'practice', name: 'practice device' } as const;
      const { environments } = startView(now, {});
      bridge.emit('environments.changed', { ...environments, chosen: own.id, environments: [practice, own] });
      bridge.emit('environment.changed', { ...own, state: 'ready' });
    },
  },
  'all-steps': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'steps' }),
  },
  'copies-none': {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'copies' }),
  },
  copies: {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (bridge, model, now) => {
      bridge.answer('copies.list', () => [
        { id: '3', at: now - 60 * seconds, reason: 'jump', step: '2.2 Restarts', files: 14, bytes: 9_241 },
        { id: '2', at: now - 1900 * seconds, reason: 'reset', step: '2.1.3 Build and deploy', files: 15, bytes: 9_510 },
        { id: '1', at: now - 86_400 * seconds, reason: 'solve', step: '2.1.3 Build and deploy', files: 14, bytes: 9_241 },
      ]);
      bridge.answer('copies.compare', () => [
        {
          path: 'single-service/Dockerfile.template',
          change: 'differs',
          lines: [
            { kind: 'same', text: 'FROM debian:trixie-slim' },
            { kind: 'removed', text: 'CMD ["sleep", "infinity"]' },
            { kind: 'added', text: 'CMD ["bash", "-c", "while true; do date; sleep 60; done"]' },
          ],
        },
        { path: 'single-service/notes.txt', change: 'only-in-copy', lines: [{ kind: 'added', text: 'Ask about restart policies.' }] },
        { path: 'single-service/picture.png', change: 'only-now' },
      ]);
      model.screen.setState({ overlay: 'copies' });
    },
  },
  'command-output': {
    state: (now) => state(now, { progress: atRestarts, lab: steady(now) }),
    then: (bridge) => {
      bridge.emit('block.changed', {
        stepId: restarts.id,
        run: {
          blockId: 'push',
          state: 'done',
          exitCode: 1,
          milliseconds: 2140,
          startedAt: 0,
          output:
            '[Info]     Starting build for SingleService, user learner\n[main]     Step 1/2 : FROM debian:trixi-slim\n[main]     pull access denied for debian:trixi-slim\n[Error]    Not deploying release.',
        },
      });
      requestAnimationFrame(() => document.querySelector('[data-block=push]')?.scrollIntoView({ block: 'center' }));
    },
  },
  ...commandScenes((now, terminals) =>
    state(now, { progress: atRestarts, lab: looping(now), ...(terminals === undefined ? {} : { terminals }) }),
  ),
  'two-terminals': {
    state: (now) => ({
      ...state(now, {
        progress: atRestarts,
        lab: steady(now),
        shells: [
          { file: '/bin/zsh', name: 'zsh' },
          { file: '/bin/bash', name: 'bash' },
        ],
      }),
      printed: { t1: `${prompt}balena device list\r\n${prompt}`, t2: prompt },
    }),
    then: async (_bridge, model) => {
      await model.terminals.toggleSplit();
    },
  },
  ...terminalScenes,
  'connection-ended': {
    state: (now) =>
      state(now, {
        progress: atRestarts,
        lab: steady(now),
        terminals: [
          { ...ofPractice, id: 't2', target: { kind: 'service', service: 'main' }, title: 'service main', state: 'ended', exitCode: 255 },
          { ...ofPractice, id: 't1', target: { kind: 'laptop' }, title: 'laptop', state: 'running' },
          { ...ofPractice, id: 't3', target: { kind: 'host-os' }, title: 'host OS', state: 'prompt' },
        ],
      }),
  },
  'terminal-search': {
    state: (now) => state(now, { progress: atRestarts, lab: steady(now) }),
    then: async () => {
      const button = () => document.querySelector<HTMLButtonElement>('button[aria-label="Search in the terminal"]');
      while (button()?.disabled !== false) await new Promise((resolve) => setTimeout(resolve, 50));
      button()?.click();
    },
  },
  'paste-question': {
    state: (now) => state(now, { progress: atRestarts, lab: steady(now) }),
    then: (_bridge, model) =>
      model.terminals.ask({
        kind: 'paste',
        id: 't1',
        text: 'cd single-service\nbalena push SingleService\n',
        isWhole: true,
        paste: () => undefined,
      }),
  },
  'link-question': {
    state: (now) => state(now, { progress: atRestarts, lab: steady(now) }),
    then: (_bridge, model) => model.terminals.ask({ kind: 'link', id: 't1', address: 'http://10.42.0.7/' }),
  },
  'close-question': {
    state: (now) => state(now, { progress: atRestarts, lab: steady(now) }),
    then: (_bridge, model) => model.terminals.ask({ kind: 'close', id: 't1', isIdle: false }),
  },
  offline: {
    state: (now) => {
      const view = steady(now);
      return state(now, {
        progress: atRestarts,
        lab: {
          ...view,
          device: device({ isOnline: false, status: 'offline', runningCommit: 'e7705d1c33fa', services: [service({ status: 'exited' })] }),
        },
      });
    },
    then: (bridge) =>
      bridge.emit('checks.changed', {
        stepId: restarts.id,
        results: results({ steady: 'unknown' }, restarts).map((result) =>
          result.id === 'steady' ? { ...result, message: 'The device is offline.' } : result,
        ),
      }),
  },
  'practice-starting': {
    state: (now) =>
      state(now, {
        environment: { id: 'practice', kind: 'practice', name: 'Practice device', state: 'starting' },
        terminals: [],
        lab: lab(now, { account: undefined }),
      }),
  },
  ...environmentScenes,
  ...lanScenes,
  'engine-choice': {
    state: (now) =>
      state(now, {
        progress: atRestarts,
        environment: { id: 'practice', kind: 'practice', name: 'Practice device', state: 'ready', engine: 'simulated' },
        lab: steady(now),
      }),
    then: async (bridge) => {
      bridge.answer('environment.findEngine', () => ({ version: '28.5.1', missingImages: ['node:lts-trixie-slim', 'alpine:latest'] }));
      document.querySelector<HTMLElement>('.pill')?.click();
      await shows('.engine-finding');
      document.querySelector<HTMLElement>('.engine-option input[value="docker"]')?.click();
    },
  },
  'engine-none': {
    state: (now) =>
      state(now, {
        progress: atRestarts,
        environment: { id: 'practice', kind: 'practice', name: 'Practice device', state: 'ready', engine: 'simulated' },
        lab: steady(now),
      }),
    then: async (bridge) => {
      bridge.answer('environment.findEngine', () => ({
        problem:
          'No container engine is running: nothing answers at /var/run/docker.sock, /run/user/1000/docker.sock, /home/ada/.docker/desktop/docker.sock, /run/podman/podman.sock, /run/user/1000/podman/podman.sock.',
        action:
          'Start Docker or Podman (`podman machine start`, or its socket with `systemctl --user start podman.socket`), or use the simulated engine.',
      }));
      document.querySelector<HTMLElement>('.pill')?.click();
      await shows('.engine-finding');
    },
  },
  'practice-failed': {
    state: (now) =>
      state(now, {
        environment: {
          id: 'practice',
          kind: 'practice',
          name: 'Practice device',
          state: 'failed',
          problem: 'Port 8480 is in use by another program (EADDRINUSE).',
        },
        lab: lab(now, { account: undefined }),
      }),
  },
  'folder-missing': {
    state: (now) =>
      state(now, {
        layout: { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab: 'files' },
        workspace: { folder: '/home/ada/Fleetlab', entries: [], problem: 'The folder was deleted or moved.' },
      }),
  },
  files: {
    state: (now) =>
      state(now, {
        progress: atRestarts,
        layout: { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab: 'files' },
        lab: looping(now),
      }),
    then: async (bridge, model) => {
      const edit = restarts.blocks.find((block) => block.kind === 'edit');
      await editorShows('sleep 5');
      if (edit?.kind === 'edit') await model.applyEdit(edit);
      bridge.emit('checks.changed', { stepId: restarts.id, results: results({ 'command-stays': 'passed' }, restarts) });
    },
  },
  'edit-conflict': {
    state: (now) =>
      state(now, { progress: atRestarts, lab: looping(now) }, prompt, {
        'single-service/Dockerfile.template': 'FROM debian:trixie-slim\nCMD ["bash", "-c", "true"]\n',
      }),
    then: async () => {
      const button = (await shown('.edit-conflict ~ .note .note-actions button')) as HTMLButtonElement;
      button.click();
      button.scrollIntoView();
    },
  },
  'file-conflict': {
    state: (now) =>
      state(now, {
        progress: atRestarts,
        layout: { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab: 'files' },
        lab: looping(now),
      }),
    then: async (bridge, model) => {
      await editorShows('sleep 5');
      const path = 'single-service/Dockerfile.template';
      model.files.edit(path, `${starterFiles[path] ?? ''}# mine\n`);
      bridge.emit('workspace.fileChanged', { path, text: stayingDockerfile, version: 'theirs' });
    },
  },
  doctor: doctorScene((now) => state(now, { progress: atRestarts, lab: steady(now) })),
  'doctor-looking': doctorScene((now) => state(now, { progress: atRestarts, lab: steady(now) }), 6),
  palette: {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'palette' }),
  },
  shortcuts: {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (_bridge, model) => model.screen.setState({ overlay: 'shortcuts' }),
  },
  lost: {
    state: (now) => state(now, { progress: atRestarts, lab: looping(now) }),
    then: (bridge) => bridge.setConnection('lost'),
  },
  notice: {
    state: (now) =>
      state(now, {
        lab: steady(now),
        progress: atRestarts,
        notices: ['Your progress was read from its backup: the file was damaged when the computer stopped.'],
      }),
  },
  'lifecycle-loop': { state: (now) => pictured(now, 'lifecycle', restartLoop(now)) },
  'lifecycle-recreated': {
    state: (now) => pictured(now, 'lifecycle', recreated(now)),
    then: () => press('ArrowLeft', 'ArrowLeft'),
  },
  'lifecycle-volumes': {
    state: (now) => pictured(now, 'lifecycle', sharedVolumes(now)),
    then: () => press('ArrowLeft', 'ArrowLeft'),
  },
  'lifecycle-many': {
    state: (now) => {
      const engine = manyServices(now);
      return pictured(now, 'lifecycle', { engine, events: manyLives(now, engine) });
    },
  },
  'device-moved': {
    state: (now) =>
      pictured(
        now,
        'device',
        { engine: hostModeOnly(now) },
        {
          lab: lab(now, {
            fleets: [fleet([])],
            device: device({ services: [] }),
            logs: [{ timestamp: now - 2 * seconds, message: "Killing service 'frontend sha256:1a2b3c'", isError: false }],
          }),
        },
      ),
  },
  'lifecycle-unwatched': { state: (now) => pictured(now, 'lifecycle', unwatched(now)) },
  'lifecycle-three': {
    state: (now) => {
      const engine = threeServices(now);
      return pictured(now, 'lifecycle', { engine, events: manyLives(now, engine) });
    },
  },
  'lifecycle-text': {
    state: (now) => pictured(now, 'lifecycle', recreated(now)),
    then: async () => {
      await shown('[aria-label="Show as text"]');
      document.querySelector<HTMLElement>('[aria-label="Show as text"]')?.click();
    },
  },
  'lifecycle-from-log': { state: (now) => state(now, { progress: atRestarts, lab: looping(now), layout: picturesTab('lifecycle') }) },
  'lifecycle-stale': {
    state: (now) => {
      const seen = recreated(now);
      return pictured(now, 'lifecycle', {
        ...seen,
        engine: { ...seen.engine, readAt: now - 25_000, problem: 'The device does not answer over SSH.' },
      });
    },
  },
  'lifecycle-empty': { state: (now) => pictured(now, 'lifecycle', { engine: { ...unreadEngine, readAt: now } }) },
  'layers-stages': { state: (now) => pictured(now, 'layers', multiStage(now)) },
  'layers-chosen': { state: (now) => pictured(now, 'layers', multiStage(now)), then: () => press('ArrowUp', 'ArrowUp') },
  'layers-cached': { state: (now) => pictured(now, 'layers', twoReleases(now)) },
  'layers-one': { state: (now) => pictured(now, 'layers', { engine: hostModeOnly(now) }) },
  'volumes-shared': {
    state: (now) => pictured(now, 'volumes', withOrphan(sharedVolumes(now)), { plan: planOfCompose(sharedCompose) }),
    then: async () => {
      await press('ArrowDown');
      (await shown('.volumes-file')).dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await shown('.volumes-text');
    },
  },
  'volumes-push': {
    state: (now) => pictured(now, 'volumes', withOrphan(sharedVolumes(now)), { plan: planOfCompose(renamedCompose) }),
    then: async () => {
      await shown('svg[data-picture]');
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'After the next push')?.click();
    },
  },
  'volumes-data': { state: (now) => pictured(now, 'volumes', keptData(now)) },
  'volumes-none': { state: (now) => pictured(now, 'volumes', { engine: hostModeOnly(now) }) },
  'volumes-three': { state: (now) => pictured(now, 'volumes', { engine: threeServices(now) }) },
  'lifecycle-unobserved': { state: (now) => onCloud(now, 'lifecycle', recreated(now)) },
  'volumes-unobserved': { state: (now) => onCloud(now, 'volumes', sharedVolumes(now)) },
  'layers-unobserved': { state: (now) => onCloud(now, 'layers', twoReleases(now)) },
  'volumes-many': { state: (now) => pictured(now, 'volumes', { engine: manyVolumes(now) }) },
  ...networkScenes,
  ...requestScenes,
  ...presenterScenes((now) => state(now, { progress: atRestarts, lab: looping(now) })),
};
