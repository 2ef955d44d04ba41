import type { ReactElement } from 'react';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { useNow } from '../state/use-now.ts';
import { clockAtZero, describePace, elapsedOf, formatClock, formatMinute, paceOf, planOf, plannedMinute } from './clock.ts';
import type { Talk } from './talk.ts';

/** The class's time: what has gone, where one should be, and the plan by section. */
export function PlanPanel({ talk }: { talk: Talk }): ReactElement {
  const { presentation } = talk;
  const course = useFacts((facts) => facts.course);
  const clock = useClassClock();
  const now = useNow(1000, clock.startedAt !== undefined);
  const elapsed = elapsedOf(clock, now);
  const pace = paceOf(plannedMinute(course, presentation.slides(), presentation.current()), elapsed);
  const isRunning = clock.startedAt !== undefined;
  return (
    <section className="plan" role="dialog" aria-label="Plan and clock">
      <div className="plan-head">
        <p className="plan-clock" role="timer">
          {formatClock(elapsed)} <span className="plan-of">of {formatMinute(course.minutes)}:00</span>
        </p>
        <p className="plan-pace">{elapsed === 0 ? 'The clock has not been started.' : `You are ${describePace(pace.ahead)}.`}</p>
        <div className="plan-buttons">
          <button type="button" className="presenter-button presenter-button-main" onClick={() => presentation.startOrPause(Date.now())}>
            <kbd>S</kbd> {isRunning ? 'Pause' : elapsed === 0 ? 'Start the clock' : 'Go on'}
          </button>
          {/* Not beside a clock that runs: one slip would lose the time. */}
          {isRunning || elapsed === 0 ? null : (
            <button type="button" className="presenter-button" onClick={() => presentation.resetClock()}>
              Reset to zero
            </button>
          )}
          <button type="button" className="presenter-button" onClick={() => presentation.togglePlan()}>
            <kbd>C</kbd> Close
          </button>
        </div>
      </div>
      <ol className="plan-sections" aria-label="Plan by section">
        {planOf(course).map((section) => {
          const isHere = section.from <= pace.planned && (pace.planned < section.to || section.to >= course.minutes - 0.01);
          const isDue = elapsed > 0 && section.from <= pace.elapsed && pace.elapsed < section.to;
          return (
            <li key={section.number} className="plan-section" aria-current={isHere ? 'step' : undefined}>
              <button
                type="button"
                className="plan-go"
                onClick={() => presentation.goTo(`section-${section.number}`)}
                style={{ flexGrow: section.to - section.from }}
              >
                <span className="plan-number">{section.number}</span>
                <span className="plan-title">{section.title}</span>
                <span className="plan-marks">
                  {isHere ? <span className="plan-mark plan-here">you are here</span> : null}
                  {isDue && !isHere ? <span className="plan-mark plan-due">the plan is here</span> : null}
                </span>
                <span className="plan-times">
                  {formatMinute(section.from)} to {formatMinute(section.to)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The clock is the learner model's: it is saved, and goes on when the presentation is left. */
export function useClassClock(): typeof clockAtZero {
  const model = useModel();
  return useSelect(model.layout.store, (state) => state.classClock ?? clockAtZero);
}
