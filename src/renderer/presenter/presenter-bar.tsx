import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useFacts } from '../state/model-context.tsx';
import { useNow } from '../state/use-now.ts';
import { describePace, elapsedOf, formatClock, paceOf, plannedMinute } from './clock.ts';
import type { PresenterAction } from './keys.ts';
import { useClassClock } from './plan-panel.tsx';
import { heldBack } from './presentation.ts';
import type { Slide } from './slides.ts';
import type { Talk } from './talk.ts';
import { isInTerminal } from './terminal-focus.ts';

/** One quiet line: where one is, what keys do, how late it is. Each key is a button as well. */
export function PresenterBar({ talk, perform }: { talk: Talk; perform: (action: PresenterAction) => void }): ReactElement {
  const slide = talk.presentation.current();
  const isTyping = useIsTyping();
  return (
    <footer className="presenter-bar">
      <p className="presenter-where">{describePlace(slide)}</p>
      <div className="presenter-keys" role="toolbar" aria-label="Presenter">
        {isTyping ? (
          <Key name="Back to the slide" keys="F6" onPress={() => perform({ kind: 'other-part' })}>
            back to the slide
          </Key>
        ) : null}
        <Key name="Previous slide" keys={isTyping ? 'PgUp' : '←'} onPress={() => perform({ kind: 'previous' })} />
        <Key name="Next slide" keys={isTyping ? 'PgDn' : '→'} onPress={() => perform({ kind: 'next' })} />
        {isTyping ? null : (
          <>
            <Key name="Next layout" keys="1–5" onPress={() => perform({ kind: 'next-layout' })}>
              layout
            </Key>
            <Key name="Reveal" keys="H" isOff={heldBack(slide) === 0} onPress={() => perform({ kind: 'reveal' })}>
              reveal
            </Key>
            <Key name="Blank screen" keys="B" onPress={() => perform({ kind: 'blank' })}>
              blank
            </Key>
            <Key name="Plan and clock" keys="C" onPress={() => perform({ kind: 'plan' })}>
              clock
            </Key>
            <Key name="Trainer notes" keys="N" onPress={() => perform({ kind: 'notes' })}>
              notes
            </Key>
            <Key name="Leave presenter mode" keys="Esc" onPress={() => perform({ kind: 'leave' })}>
              leave
            </Key>
          </>
        )}
      </div>
      <Clock talk={talk} />
    </footer>
  );
}

interface KeyProps {
  name: string;
  keys: string;
  isOff?: boolean;
  onPress: () => void;
  children?: ReactNode;
}

function Key({ name, keys, isOff = false, onPress, children }: KeyProps): ReactElement {
  return (
    <button
      type="button"
      className="presenter-key"
      aria-label={name}
      aria-disabled={isOff ? true : undefined}
      // A click leaves the keys with the slide or the shell.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      <kbd>{keys}</kbd>
      {children === undefined ? null : <span>{children}</span>}
    </button>
  );
}

function Clock({ talk }: { talk: Talk }): ReactElement {
  const course = useFacts((facts) => facts.course);
  const clock = useClassClock();
  const now = useNow(1000, clock.startedAt !== undefined);
  const { presentation } = talk;
  const elapsed = elapsedOf(clock, now);
  if (elapsed === 0) return <p className="presenter-time">{course.minutes} min</p>;
  const { ahead } = paceOf(plannedMinute(course, presentation.slides(), presentation.current()), elapsed);
  const pace = ahead <= -1.5 ? 'behind' : ahead >= 1.5 ? 'ahead' : 'on-time';
  return (
    <p className={`presenter-time presenter-time-${pace}`}>
      <span className="presenter-pace">{describePace(ahead)}</span>
      <span className="presenter-clock">
        {formatClock(elapsed)}
        {clock.startedAt === undefined ? ' paused' : ''}
      </span>
    </p>
  );
}

function describePlace(slide: Slide): string {
  switch (slide.kind) {
    case 'cover':
      return 'The class';
    case 'section':
      return `Section ${slide.section.number}`;
    case 'step':
    case 'checks':
      return `${slide.step.number} ${slide.step.title} · ${slide.part} of ${slide.parts}`;
  }
}

/** Whether keys go to a shell. */
function useIsTyping(): boolean {
  const [isTyping, setTyping] = useState(() => isInTerminal(document));
  useEffect(() => {
    const look = (): void => setTyping(isInTerminal(document));
    // The focus has gone by the time of the next frame.
    const lookSoon = (): void => void requestAnimationFrame(look);
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', lookSoon);
    return () => {
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', lookSoon);
    };
  }, []);
  return isTyping;
}
