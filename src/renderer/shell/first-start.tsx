import { Clock, Terminal, WifiOff } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';
import { Mark } from './mark.tsx';
import { focusRegion } from './regions.ts';

/** The first thing a newcomer sees: one card, one button. */
export function FirstStart(): ReactElement {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const courses = useFacts((facts) => facts.courses);
  const [problem, setProblem] = useState<Problem>();
  const [wanted, setWanted] = useState(course.id);
  const choosing = useRef<Promise<void>>(undefined);

  function choose(id: string): void {
    // The mark moves at once; the course's own text follows when it is open.
    setWanted(id);
    setProblem(undefined);
    choosing.current = model.chooseCourse(id).then(() => {
      const { problems } = model.lesson.store.getState();
      if (problems['place'] === undefined) return;
      setProblem(problems['place']);
      setWanted(course.id);
    });
  }

  async function begin(): Promise<void> {
    try {
      await choosing.current;
      await model.session.begin();
      // The button is gone: who came by keyboard goes on at the lesson.
      requestAnimationFrame(() => focusRegion(document, 'lesson'));
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  return (
    <main className="first">
      <div className="first-card">
        <Mark size="large" />
        <h1 className="first-title">{course.title}</h1>
        <p className="first-summary">{course.summary}</p>
        <ul className="first-facts">
          <li>
            <Clock aria-hidden /> About {course.minutes} minutes, at your own pace
          </li>
          <li>
            <WifiOff aria-hidden /> Works without internet: a practice cloud and device run on this machine
          </li>
          <li>
            <Terminal aria-hidden /> The real balena CLI in a real terminal, with your own files
          </li>
        </ul>
        {courses.length > 1 ? (
          <fieldset className="first-courses">
            <legend>Choose a class</legend>
            {courses.map(({ id, title, minutes }) => (
              <label key={id} className="first-course">
                <input type="radio" name="course" checked={id === wanted} onChange={() => choose(id)} />
                <span className="first-course-title">{title}</span>
                <span className="first-course-minutes">{minutes} min</span>
              </label>
            ))}
          </fieldset>
        ) : null}
        {problem === undefined ? null : <ProblemNote problem={problem} />}
        <Button look="primary" className="button-large first-button" onClick={() => void begin()} autoFocus>
          Begin
        </Button>
      </div>
    </main>
  );
}
