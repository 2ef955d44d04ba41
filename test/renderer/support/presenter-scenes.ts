import { talkOf } from '../../../src/renderer/presenter/talk.ts';
import { notesSnapshot, type NotesSnapshot } from '../../../src/renderer/presenter/notes/snapshot.ts';
import { slidesOf } from '../../../src/renderer/presenter/slides.ts';
import type { Model } from '../../../src/renderer/state/model.ts';
import type { Course, Step } from '../../../src/shared/course/course.ts';
import type { StartView } from '../../../src/shared/contract.ts';
import { twoBridges } from './network-scenes.ts';
import type { Scene } from './scenes.ts';
import { deploy, restarts, survives } from './fixtures/course.ts';
import { multiStage } from './fixtures/images.ts';

const escape = '\u001b';
const minutes = 60_000;

/** The picture of a step on images, in front. */
function layersInFront(now: number): Partial<StartView> {
  return { ...multiStage(now), layout: { panels: {}, theme: 'light', terminalFontSize: 13, workbenchTab: 'layers' } };
}

const networks: Step = {
  ...survives,
  id: 'two-services',
  number: '3.1',
  title: 'Two services',
  aim: 'Run two containers on one device.',
  minutes: 14,
};

const bridges: Step = { ...networks, id: 'bridges', number: '4.1', title: 'Close the back door', minutes: 20, shows: 'network' };

/** The presented class has the parts of a whole one. */
const trainerNotes =
  '<p>Ask before you show: <strong>what happens after five seconds?</strong> Take three answers.</p><ul><li>The pause between restarts grows: 5 s, 10 s, 20 s.</li><li>Who knows Docker expects it to stay down.</li></ul>';

export const presentedCourse: Course = {
  id: 'balena-services',
  title: 'Balena services',
  summary: 'Build a service, deploy it to a device, and see how containers, restarts and data behave.',
  minutes: 120,
  sections: [
    {
      number: '1',
      title: 'Images, containers, volumes',
      steps: [{ ...survives, id: 'words', number: '1.1', title: 'Four words', aim: 'Say what an image is.', minutes: 8 }],
    },
    { number: '2', title: 'Single service fleets', steps: [deploy, { ...restarts, trainerNotes }, survives] },
    { number: '3', title: 'Several services', steps: [networks] },
    {
      number: '4',
      title: 'Networks between services',
      steps: [bridges],
    },
    {
      number: '5',
      title: 'systemd in a service',
      steps: [{ ...networks, id: 'systemd', number: '5.1', title: 'One service, many processes', minutes: 18 }],
    },
  ],
};

/** The same with a title as long as the longest of a class. */
const longTitles: Course = {
  ...presentedCourse,
  sections: presentedCourse.sections.map((section) => ({
    ...section,
    steps: section.steps.map((step) =>
      step.id === restarts.id ? { ...step, number: '6.2', title: 'Build in one image, run in another', shows: 'layers' as const } : step,
    ),
  })),
};

export const identity = { user: 'ada', host: 'ada-thinkpad', home: '/home/ada' };

const typed = `${escape}[32mada@ada-thinkpad${escape}[0m:${escape}[34m/home/ada/Fleetlab/single-service${escape}[0m$ `;
export const printedWithSecrets = [
  `${typed}balena whoami`,
  '== ACCOUNT INFORMATION',
  'USERNAME: learner',
  'EMAIL:    ada.lovelace@example.com',
  'URL:      practice.localhost',
  `${typed}echo $PRACTICE_TOKEN`,
  'q7Rk2mXc9TbV4wLz8NsD1fGh6JpY3aEu',
  `${typed}balena push SingleService`,
  `${escape}[36m[Info]${escape}[39m     Starting build for SingleService, user learner`,
  `${escape}[34m[main]${escape}[39m     Step 1/2 : FROM debian:trixie-slim`,
  `${escape}[34m[main]${escape}[39m     Successfully built 8f3ac1d204be`,
  `${escape}[32m[Success]${escape}[39m  Release successfully created!`,
  `${escape}[36m[Info]${escape}[39m     Release: ${escape}[34mb41f0c2e9d7a${escape}[39m (id: 3)`,
  typed,
].join('\r\n');

/** The clock as the scene needs it, and the slide in front. */
async function present(
  model: Model,
  slideId: string,
  clock?: { elapsed: number; startedAt?: number },
): Promise<ReturnType<typeof talkOf>['presentation']> {
  if (clock !== undefined) model.layout.change({ classClock: clock });
  model.screen.setState({ isPresenting: true });
  while (document.querySelector('.presenter') === null) await new Promise((resolve) => requestAnimationFrame(resolve));
  const { presentation } = talkOf(model);
  presentation.goTo(slideId);
  return presentation;
}

/** `scene`: what the learner's view shows below. */
export function presenterScenes(scene: Scene['state']): Record<string, Scene> {
  const state: Scene['state'] = (now) => {
    const made = scene(now);
    return {
      ...made,
      start: { ...made.start, course: presentedCourse, identity },
      printed: { t1: printedWithSecrets },
    };
  };
  const at = (
    slideId: string,
    then?: (presentation: Awaited<ReturnType<typeof present>>) => void,
    clock?: (now: number) => { elapsed: number; startedAt?: number },
  ): Scene => ({
    state,
    async then(_bridge, model, now) {
      const presentation = await present(model, slideId, clock?.(now));
      then?.(presentation);
    },
  });
  const late = (now: number) => ({ elapsed: 0, startedAt: now - 38.2 * minutes });
  return {
    'presenter-cover': at('cover'),
    'presenter-section': at('section-2'),
    'presenter-slide': at(`${deploy.id}/1`, undefined, late),
    'presenter-quiz': at(`${restarts.id}/1`),
    'presenter-quiz-revealed': at(`${restarts.id}/1`, (presentation) => presentation.reveal()),
    'presenter-edit': at(`${restarts.id}/3`),
    'presenter-checks': at(`${restarts.id}/checks`),
    'presenter-hint': at(`${restarts.id}/checks`, (presentation) => {
      presentation.reveal();
      presentation.reveal();
    }),
    'presenter-terminal': at(`${restarts.id}/2`, (presentation) => presentation.setLayout('terminal')),
    'presenter-text-terminal': at(`${restarts.id}/2`),
    'presenter-picture': at(`${restarts.id}/2`, (presentation) => presentation.setLayout('picture')),
    'presenter-text-picture': at(`${restarts.id}/2`, (presentation) => presentation.setLayout('text-picture')),
    'presenter-layers': {
      state: (now) => ({ ...state(now), start: { ...state(now).start, ...layersInFront(now), course: longTitles } }),
      then: async (_bridge, model) => (await present(model, `${restarts.id}/2`)).setLayout('text-picture'),
    },
    'presenter-text-picture-network': {
      state: (now) => {
        const made = state(now);
        return { ...made, start: { ...made.start, ...twoBridges(now) } };
      },
      async then(_bridge, model) {
        const presentation = await present(model, `${bridges.id}/1`);
        presentation.setLayout('text-picture');
      },
    },
    'presenter-blank': at(`${restarts.id}/2`, (presentation) => presentation.toggleBlank()),
    'presenter-clock': at(`${restarts.id}/2`, (presentation) => presentation.togglePlan(), late),
    'presenter-notes': { state, notes: (now) => notesOf(now) },
    'presenter-notes-waiting': { state, notes: () => undefined },
  };
}

function notesOf(now: number): NotesSnapshot {
  const slides = slidesOf(presentedCourse);
  const current = slides.find((slide) => slide.id === `${restarts.id}/1`);
  if (current === undefined) throw new Error('The fixture has no such slide.');
  return notesSnapshot({
    course: presentedCourse,
    slides,
    current,
    revealed: 0,
    isBlank: false,
    clock: { elapsed: 0, startedAt: now - 38.2 * minutes },
    theme: 'light',
  });
}
