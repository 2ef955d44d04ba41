import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Course } from '../../shared/course/course.ts';
import { placeOf } from '../state/course-position.ts';
import type { Model } from '../state/model.ts';
import { clockAtZero, startOrPause, type ClassClock } from './clock.ts';
import { slideLayouts, slidesOf, spokenSlide, stepOf, type Slide, type SlideLayout } from './slides.ts';

export interface PresentationState {
  isOn: boolean;
  slideId: string;
  /** What the trainer chose for the slide in front; else the slide's own. */
  layout: SlideLayout | undefined;
  /** How much of what is held back is shown: a question's answer (1), or a step's hints. */
  revealed: number;
  isBlank: boolean;
  /** The class's plan lies over the slide. */
  showsPlan: boolean;
}

/** The slides and what is shown of them. It knows nothing of the learner's place, and changes nothing of it. */
export interface Presentation {
  store: StoreApi<PresentationState>;
  slides(): readonly Slide[];
  current(): Slide;
  following(): Slide | undefined;
  layout(): SlideLayout;
  clock(): ClassClock;
  /** Begins: at the slide that was left, or at the learner's step where they have moved on since. */
  enter(): void;
  leave(): void;
  move(by: 1 | -1): void;
  moveStep(by: 1 | -1): void;
  goTo(slideId: string): void;
  goToStep(stepId: string): void;
  goToEnd(end: 'first' | 'last'): void;
  setLayout(layout: SlideLayout): void;
  nextLayout(): void;
  /** The next hint, or the answer; nothing is hidden again by it. */
  reveal(): void;
  conceal(): void;
  toggleBlank(): void;
  togglePlan(): void;
  startOrPause(now: number): void;
  resetClock(): void;
}

export function createPresentation(model: Model): Presentation {
  const store = createStore<PresentationState>(() => ({
    isOn: false,
    slideId: 'cover',
    layout: undefined,
    revealed: 0,
    isBlank: false,
    showsPlan: false,
  }));
  let enteredAt: string | undefined;
  let made: { course: Course; slides: readonly Slide[] } | undefined;

  function course(): Course {
    const { facts } = model.session.store.getState();
    if (facts === undefined) throw new Error('Nothing has been loaded yet.');
    return facts.course;
  }

  function slides(): readonly Slide[] {
    const now = course();
    if (made?.course !== now) made = { course: now, slides: slidesOf(now) };
    return made.slides;
  }

  /** The course may have changed below: the nearest slide of the same step, else the cover. */
  function index(): number {
    const { slideId } = store.getState();
    const exact = slides().findIndex((slide) => slide.id === slideId);
    if (exact !== -1) return exact;
    return Math.max(
      0,
      slides().findIndex((slide) => stepOf(slide)?.id === slideId.split('/')[0]),
    );
  }

  function current(): Slide {
    const slide = slides()[index()];
    if (slide === undefined) throw new Error('A course has a cover.');
    return slide;
  }

  function show(slide: Slide | undefined): void {
    if (slide === undefined || slide.id === current().id) return;
    store.setState({ slideId: slide.id, layout: undefined, revealed: 0, isBlank: false, showsPlan: false });
    model.announcer.announce(spokenSlide(slide, course()));
  }

  function firstOfStep(stepId: string | undefined): Slide | undefined {
    return slides().find((slide) => stepOf(slide)?.id === stepId);
  }

  function learnersStep(): string | undefined {
    const { facts } = model.session.store.getState();
    return facts === undefined ? undefined : placeOf(facts.course, facts.progress)?.step.id;
  }

  function clock(): ClassClock {
    return model.layout.store.getState().classClock ?? clockAtZero;
  }

  function layout(): SlideLayout {
    return store.getState().layout ?? current().layout;
  }

  return {
    store,
    slides,
    current,
    following: () => slides()[index() + 1],
    layout,
    clock,
    enter() {
      const stepId = learnersStep();
      if (stepId !== enteredAt) store.setState({ slideId: firstOfStep(stepId)?.id ?? 'cover', layout: undefined, revealed: 0 });
      enteredAt = stepId;
      store.setState({ isOn: true, isBlank: false, showsPlan: false });
      model.announcer.announce(`Presenter mode. ${spokenSlide(current(), course())}`);
    },
    leave: () => store.setState({ isOn: false }),
    move: (by) => show(slides()[index() + by]),
    moveStep(by) {
      const isStart = (slide: Slide): boolean =>
        slide.kind === 'cover' || slide.kind === 'section' || (slide.kind === 'step' && slide.part === 1);
      const others = by === 1 ? slides().slice(index() + 1) : slides().slice(0, index()).reverse();
      show(others.find(isStart));
    },
    goTo: (slideId) => show(slides().find((slide) => slide.id === slideId)),
    goToStep: (stepId) => show(firstOfStep(stepId)),
    goToEnd: (end) => show(end === 'first' ? slides()[0] : slides().at(-1)),
    setLayout: (next) => store.setState({ layout: next, isBlank: false }),
    nextLayout() {
      const next = slideLayouts[(slideLayouts.indexOf(layout()) + 1) % slideLayouts.length];
      store.setState({ layout: next, isBlank: false });
    },
    reveal() {
      const most = heldBack(current());
      const { revealed } = store.getState();
      if (most === 0) model.announcer.announce('Nothing is held back on this slide.');
      if (revealed < most) store.setState({ revealed: revealed + 1, isBlank: false });
    },
    conceal: () => store.setState({ revealed: 0 }),
    toggleBlank() {
      const isBlank = !store.getState().isBlank;
      store.setState({ isBlank });
      model.announcer.announce(isBlank ? 'The screen is blank.' : 'The slide is back.');
    },
    togglePlan: () => store.setState((state) => ({ showsPlan: !state.showsPlan, isBlank: false })),
    startOrPause(now) {
      const next = startOrPause(clock(), now);
      model.layout.change({ classClock: next });
      model.announcer.announce(next.startedAt === undefined ? 'The clock stands.' : 'The clock runs.');
    },
    resetClock() {
      model.layout.change({ classClock: clockAtZero });
      model.announcer.announce('The clock is at zero.');
    },
  };
}

/** How often something can be revealed on the slide. */
export function heldBack(slide: Slide): number {
  if (slide.kind === 'step') return slide.blocks.some((block) => block.kind === 'quiz') ? 1 : slide.step.hints.length;
  return slide.kind === 'checks' ? slide.step.hints.length : 0;
}
