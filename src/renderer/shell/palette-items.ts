import { allSteps } from '../state/course-position.ts';
import type { Model } from '../state/model.ts';
import { firstLine } from '../state/announcements.ts';
import { terminalCommands } from '../terminal/terminal-commands.ts';
import { modKey } from './platform.ts';
import type { Searchable } from './palette-search.ts';
import { toggleFullScreen } from './use-full-screen.ts';

export interface PaletteItem extends Searchable {
  keys?: string;
  perform: () => void;
}

/** Everything that can be done or gone to, as the screen stands now. */
export function paletteItems(model: Model): PaletteItem[] {
  const { facts } = model.session.store.getState();
  const place = model.place();
  if (facts === undefined || place === undefined) return [];
  const { step, previous, next } = place;
  const { undoable } = model.lesson.store.getState();
  const hints = facts.progress.steps[step.id]?.hints ?? 0;
  const items: (PaletteItem | undefined)[] = [
    action('run-next', 'Run the next command', () => void model.runNext(), `${modKey}+Enter`),
    next === undefined ? undefined : action('next', `Next step: ${next.number} ${next.title}`, () => void model.goTo(next.id), 'Alt+.'),
    previous === undefined
      ? undefined
      : action('previous', `Previous step: ${previous.number} ${previous.title}`, () => void model.goTo(previous.id), 'Alt+,'),
    action('check', 'Check now', () => void model.lesson.check(step)),
    hints < step.hints.length ? action('hint', 'Hint', () => void model.showHints(hints + 1)) : undefined,
    hints < step.hints.length ? action('show', 'Show me', () => void model.showHints(step.hints.length)) : undefined,
    action('solve', 'Do it for me', () => void model.lesson.solve(step)),
    action('reset', 'Reset step…', () => model.screen.setState({ overlay: 'reset' })),
    undoable?.environmentId !== facts.environment.id
      ? undefined
      : action('undo', `Undo the ${undoable.kind === 'reset' ? 'reset' : 'jump'}`, () => void model.undo()),
    action('summary-html', 'Save your summary as HTML', () => void model.saveSummary('html')),
    action('summary-markdown', 'Save your summary as Markdown', () => void model.saveSummary('markdown')),
    action('steps', 'All steps…', () => model.screen.setState({ overlay: 'steps' })),
    action('copies', 'Earlier copies of your files…', () => model.screen.setState({ overlay: 'copies' })),
    facts.lab.waitingDevice === undefined || facts.lab.fleets.length === 0
      ? undefined
      : action('join', 'Join fleet…', () => model.screen.setState({ overlay: 'join' })),
    ...facts.environments.environments.flatMap(({ id, name }) =>
      id === facts.environments.chosen
        ? []
        : [action(`environment-${id}`, `Switch to ${name}`, () => void model.chooseEnvironment(id), undefined, 'environment')],
    ),
    action('environment-add', 'Add an environment…', () => model.screen.setState({ overlay: 'environment-add', environmentId: undefined })),
    action('device', 'Show the device', () => model.showTab('device')),
    action('files', 'Show the files', () => model.showTab('files')),
    ...terminalCommands(model).map(({ id, title, perform, keys, words = '' }) => action(id, title, perform, keys, `terminal ${words}`)),
    action('light', 'Theme: light', () => model.layout.change({ theme: 'light' })),
    action('dark', 'Theme: dark', () => model.layout.change({ theme: 'dark' })),
    action('system', 'Theme: as the system', () => model.layout.change({ theme: 'system' })),
    action('presenter', 'Presenter mode', () => model.screen.setState({ isPresenting: true }), 'Alt+P'),
    action('full-screen', 'Full screen', toggleFullScreen),
    action(
      'doctor',
      'Is this machine ready for a class?…',
      () => model.screen.setState({ overlay: 'doctor' }),
      undefined,
      'doctor examine',
    ),
    action('keys', 'Keyboard map', () => model.screen.setState({ overlay: 'shortcuts' }), '?'),
    ...step.blocks.flatMap((block) =>
      block.kind === 'command'
        ? [
            {
              id: `run-${block.id}`,
              group: 'Commands of this step',
              title: firstLine(block.text),
              words: 'run',
              perform: () => void model.runBlock(block.id),
            },
          ]
        : [],
    ),
    ...allSteps(facts.course).map((one) => ({
      id: `step-${one.id}`,
      group: 'Steps',
      title: `${one.number} ${one.title}`,
      words: `step go to ${one.aim}`,
      perform: () => void model.goTo(one.id),
    })),
    ...allSteps(facts.course).map((one) => ({
      id: `start-${one.id}`,
      group: 'Start at a step',
      title: `Start here: ${one.number} ${one.title}…`,
      words: 'jump fast forward',
      perform: () => model.askToStartAt(one.id),
    })),
    ...facts.workspace.entries
      .filter((entry) => entry.kind === 'file')
      .map((entry) => ({
        id: `file-${entry.path}`,
        group: 'Files',
        title: entry.path,
        words: 'open file',
        perform: () => void model.showFile(entry.path),
      })),
  ];
  return items.filter((item) => item !== undefined);
}

function action(id: string, title: string, perform: () => void, keys?: string, words?: string): PaletteItem {
  return { id, group: 'Actions', title, perform, ...(keys === undefined ? {} : { keys }), ...(words === undefined ? {} : { words }) };
}
