import type { StartView } from '../../../src/shared/contract.ts';
import { screenMark, type ScreenMark } from '../../../src/shared/screen-marks.ts';
import { fakeKey } from './fake-bridge.ts';
import { restarts } from './fixtures/course.ts';
import { device, lab, service } from './fixtures/lab.ts';
import { ofPractice, progressAt, starterFiles, startView } from './fixtures/start.ts';
import type { Scene } from './scenes.ts';

const escape = '\u001b';
const prompt = `${escape}[90msingle-service${escape}[0m ${escape}[32m❯${escape}[0m `;
const mark = (what: ScreenMark): string => screenMark(fakeKey, what);
const waits = `${prompt}${mark('P')}`;
const log = Array.from({ length: 120 }, (_, line) => `[main] line ${line} of the build log`).join('\r\n');

function ran(line: string, output: string, exitCode: number): string {
  return `${waits}${line}\r\n${mark('C')}${output}\r\n${mark(`D;${exitCode}`)}`;
}

const realDevice = { environment: { id: 'e1', kind: 'device', name: 'Lab device' } } as const;

function laptop(id: string, more: Partial<StartView['terminals'][number]> = {}): StartView['terminals'][number] {
  return { ...ofPractice, id, target: { kind: 'laptop' }, title: 'laptop', state: 'prompt', cwd: '/home/ada/Fleetlab', ...more };
}

function withTerminals(
  terminals: StartView['terminals'],
  printed: Record<string, string> = {},
  layout: Partial<StartView['layout']> = {},
  closedTerminals: StartView['closedTerminals'] = [],
) {
  return (now: number) => ({
    start: startView(now, {
      progress: progressAt(restarts.id),
      lab: lab(now, { device: device({ services: [service({})] }) }),
      terminals,
      closedTerminals,
      layout: { panels: {}, theme: 'light' as const, terminalFontSize: 13, ...layout },
      shells: [
        { file: '/bin/zsh', name: 'zsh' },
        { file: '/bin/bash', name: 'bash' },
      ],
    }),
    files: { ...starterFiles },
    printed: { t1: prompt, ...printed },
  });
}

const many = Array.from({ length: 12 }, (_, index) =>
  laptop(`t${index + 1}`, {
    serial: index + 1,
    cwd: `/home/ada/Fleetlab/folder-${index + 1}`,
    ...(index === 3 ? { state: 'running' } : {}),
    ...(index === 5 ? { target: { kind: 'service', service: 'main' }, title: 'service main' } : {}),
  }),
);

const closed: StartView['closedTerminals'] = [
  laptop('c3', { serial: 3, cwd: '/home/ada/Fleetlab/multicontainer/frontend' }),
  laptop('c2', { serial: 4, target: { kind: 'service', service: 'main' }, title: 'service main', cwd: '/usr/src/app' }),
  laptop('c1', { serial: 5, cwd: '/home/ada/Fleetlab/single-service' }),
];
const named = { terminals: { laptops: [], names: { c1: 'the build' } } };

/** States of the terminals: many of them, two beside each other, what happened in the back. */
export const terminalScenes: Readonly<Record<string, Scene>> = {
  'terminals-many': {
    state: withTerminals(many),
    then: (_bridge, model) => model.terminals.activate('t7'),
  },
  'terminals-closed': {
    state: withTerminals([laptop('t1', { serial: 1 }), laptop('t2', { serial: 6 })], { t2: prompt }, named, closed),
  },
  'terminals-none': {
    state: withTerminals([laptop('t1', { serial: 6 })], {}, named, closed),
    then: (_bridge, model) => model.terminals.close('t1'),
  },
  'terminals-dragged': {
    state: withTerminals(many),
    then: async (_bridge, model) => {
      model.terminals.activate('t2');
      while (document.querySelector('.xterm-screen') === null) await new Promise((resolve) => setTimeout(resolve, 50));
      const tab = (id: string) => document.querySelector(`[data-terminal=${id}]`);
      const mouse = { bubbles: true, button: 0, buttons: 1, pointerType: 'mouse' };
      tab('t2')?.dispatchEvent(new PointerEvent('pointerdown', { ...mouse, clientX: tab('t2')?.getBoundingClientRect().left ?? 0 }));
      const { right = 0 } = tab('t4')?.getBoundingClientRect() ?? {};
      window.dispatchEvent(new PointerEvent('pointermove', { ...mouse, clientX: right }));
    },
  },
  'terminals-marks': {
    state: withTerminals([
      laptop('t1', { state: 'running' }),
      laptop('t2', { state: 'running', exitCode: 2 }),
      laptop('t3', { state: 'running', exitCode: 0 }),
      laptop('t4'),
      laptop('t5', { state: 'running' }),
      laptop('t6', { ...realDevice, state: 'running' }),
      laptop('t7', { state: 'ended' }),
    ]),
    then: (bridge, model) => {
      for (const id of ['t2', 't3']) {
        const view = model.terminals.store.getState().views.find((one) => one.id === id);
        if (view !== undefined) bridge.emit('terminal.changed', { ...view, state: 'prompt' });
      }
      model.terminals.noteBell('t4');
      model.terminals.noteOutput('t5');
    },
  },
  'terminal-not-started': {
    state: withTerminals(
      [
        laptop('t1', {
          environment: { id: 'c1', kind: 'balena-cloud', name: 'balenaCloud' },
          state: 'ended',
          problem: 'api.balena-cloud.com does not answer in time. Is the network there, or a firewall in the way?',
        }),
      ],
      { t1: `${log}\r\n` },
    ),
    then: (_bridge, model) => model.terminals.activate('t1', true),
  },
  'terminals-found': {
    state: withTerminals([laptop('t1')], { t1: `${log}\r\n${prompt}` }),
    then: async (_bridge, model) => {
      while (document.querySelector('.xterm-screen') === null) await new Promise((resolve) => setTimeout(resolve, 50));
      await new Promise((resolve) => setTimeout(resolve, 300));
      model.terminals.command('search');
      await new Promise((resolve) => setTimeout(resolve, 100));
      const field = document.querySelector<HTMLInputElement>('.terminal-search input');
      if (field === null) return;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'build');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  },
  'terminals-past': {
    state: withTerminals([laptop('t1')], {
      t1: `${ran('balena whoami', 'learner', 0)}${ran('balena push Nothing', 'Application not found: Nothing\r\n'.repeat(60).trimEnd(), 1)}${waits}`,
    }),
  },
  'terminals-commands': {
    state: withTerminals([laptop('t1')], { t1: '' }),
    then: async (bridge, model) => {
      while (document.querySelector('.xterm-screen') === null) await new Promise((resolve) => setTimeout(resolve, 50));
      const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
      await pause();
      for (const [line, output, exitCode] of [
        ['balena whoami', 'learner', 0],
        ['balena push Nothing', 'Application not found: Nothing', 1],
        ['cat build.log', log, 0],
      ] as const) {
        bridge.print('t1', ran(line, output, exitCode));
        await pause();
      }
      bridge.print('t1', waits);
      for (let times = 0; times < 2; times += 1) model.terminals.command('previous-prompt');
      bridge.print('t1', 'more');
    },
  },
};
