import { useEffect, useLayoutEffect, useRef, type ReactElement } from 'react';
import { ShortcutsDialog } from '../shell/shortcuts-dialog.tsx';
import { toggleFullScreen } from '../shell/use-full-screen.ts';
import { ModelContext, useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { Workbench } from '../workbench/workbench.tsx';
import '../theme/presenter.css';
import type { PresenterAction } from './keys.ts';
import { useNotes } from './notes/use-notes.ts';
import { PlanPanel } from './plan-panel.tsx';
import { PresenterBar } from './presenter-bar.tsx';
import { RevealSheet } from './reveal-sheet.tsx';
import { slideLayouts, stepOf } from './slides.ts';
import { SlideView } from './slide-view.tsx';
import { isInTerminal, focusTerminal } from './terminal-focus.ts';
import { talkOf, type Talk } from './talk.ts';
import { readOn } from './use-fit.ts';
import { usePresenterKeys } from './use-presenter-keys.ts';
import { useLearnersView } from './use-learners-view.ts';
import { useStage } from './use-stage.ts';

/** The course as slides for a room: the learner's view stays below as it is, and is there again when it ends. */
export function Presenter(): ReactElement | null {
  const learner = useModel();
  const talk = talkOf(learner);
  const isOn = useSelect(talk.presentation.store, (state) => state.isOn);
  useLearnersView(learner, talk);
  // The learner's view is noted down first.
  if (!isOn) return null;
  return (
    <ModelContext value={talk.presented.model}>
      <Stage talk={talk} leave={() => learner.screen.setState({ isPresenting: false })} />
      <ShortcutsDialog />
    </ModelContext>
  );
}

function Stage({ talk, leave }: { talk: Talk; leave: () => void }): ReactElement {
  const { presentation, presented } = talk;
  const state = useSelect(presentation.store, (now) => now);
  // The course fills its variables as the device becomes known.
  useFacts((facts) => facts.course);
  const slide = presentation.current();
  const layout = presentation.layout();
  const stage = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLElement>(null);
  const terminal = useRef<HTMLDivElement>(null);
  useStage(stage, terminal, layout);
  const notes = useNotes(talk, perform);
  usePresenterKeys(presented.model, perform);

  const stepId = stepOf(slide)?.id;
  const picture = slide.kind === 'step' || slide.kind === 'checks' ? slide.picture : 'device';
  useLayoutEffect(() => {
    if (stepId !== undefined) presented.show(stepId, picture);
  }, [presented, stepId, picture, slide.id]);

  const hasTerminal = layout === 'terminal' || layout === 'text-terminal';
  useEffect(() => {
    // Keys are the presenter's again when what had them is gone.
    if (isInTerminal(document) ? hasTerminal : document.activeElement?.closest('.presenter') != null) return;
    page.current?.focus({ preventScroll: true });
  }, [slide.id, hasTerminal]);

  function perform(action: PresenterAction): void {
    const { isBlank, showsPlan, revealed } = presentation.store.getState();
    if (isBlank && ['next', 'previous', 'back', 'reveal'].includes(action.kind)) {
      presentation.toggleBlank();
      return;
    }
    switch (action.kind) {
      case 'next':
      case 'previous': {
        const direction = action.kind === 'next' ? 1 : -1;
        const text = page.current?.querySelector<HTMLElement>('.slide-frame');
        if (text == null || !readOn(text, direction)) presentation.move(direction);
        return;
      }
      case 'next-step':
        presentation.moveStep(1);
        return;
      case 'previous-step':
        presentation.moveStep(-1);
        return;
      case 'first':
      case 'last':
        presentation.goToEnd(action.kind);
        return;
      case 'layout': {
        const chosen = slideLayouts[action.number - 1];
        if (chosen === undefined) return;
        presentation.setLayout(chosen);
        // Whoever makes the terminal fill the screen is going to type.
        if (chosen === 'terminal') focusTerminal(document);
        return;
      }
      case 'next-layout':
        presentation.nextLayout();
        return;
      case 'reveal':
        presentation.reveal();
        return;
      case 'conceal':
        presentation.conceal();
        return;
      case 'blank':
        presentation.toggleBlank();
        return;
      case 'plan':
        presentation.togglePlan();
        return;
      case 'clock':
        presentation.startOrPause(Date.now());
        return;
      case 'notes':
        notes.open();
        return;
      case 'full-screen':
        toggleFullScreen();
        return;
      case 'run-next':
        void presented.model.runNext();
        return;
      case 'map':
        presented.model.screen.setState({ overlay: 'shortcuts' });
        return;
      case 'other-part':
        if (isInTerminal(document)) page.current?.focus({ preventScroll: true });
        else {
          if (!hasTerminal) presentation.setLayout('text-terminal');
          focusTerminal(document);
        }
        return;
      case 'back':
        if (showsPlan) presentation.togglePlan();
        else if (revealed > 0 && slide.kind !== 'cover') presentation.conceal();
        else leave();
        return;
      case 'leave':
        leave();
        return;
      case 'nothing':
        return;
    }
  }

  return (
    <main className="presenter" aria-label="Presenter">
      <div className="presenter-page" data-layout={layout}>
        <div className="presenter-stage" ref={stage}>
          {layout === 'picture' || layout === 'terminal' ? (
            <section className="visually-hidden" aria-label="Slide" tabIndex={-1} ref={page} />
          ) : (
            <SlideView key={slide.id} slide={slide} revealed={state.revealed} ref={page} />
          )}
          {layout === 'picture' || layout === 'text-picture' ? (
            <div className="presenter-picture">
              <Workbench />
            </div>
          ) : null}
          {/* The terminal itself stays where it is in the page, so that nothing of it is lost; it is laid over this place. */}
          <div className="presenter-terminal" ref={terminal} />
        </div>
        <PresenterBar talk={talk} perform={perform} />
      </div>
      <RevealSheet slide={slide} revealed={state.revealed} />
      {notes.problem === undefined ? null : (
        <p className="presenter-problem" role="alert">
          {notes.problem}
        </p>
      )}
      {state.showsPlan ? <PlanPanel talk={talk} /> : null}
      {state.isBlank ? (
        <div className="presenter-blank">
          <span className="visually-hidden">The screen is blank. B shows the slide again.</span>
        </div>
      ) : null}
    </main>
  );
}
