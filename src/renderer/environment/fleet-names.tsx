import { useState, type ReactElement } from 'react';
import { ProblemNote } from '../components/problem-note.tsx';
import { allSteps } from '../state/course-position.ts';
import { useFacts, useModel } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

/** The class's fleets are suggestions: another of the account can stand for each. */
export function FleetNames(): ReactElement | null {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const names = useFacts((facts) => facts.environments.fleets);
  const fleets = useFacts((facts) => facts.lab.fleets);
  const [problem, setProblem] = useState<Problem>();
  // The course comes with its fleets' names filled in.
  const nameInClass = new Map(Object.entries(names).map(([own, given]) => [given, own]));
  const shown = [...new Set(allSteps(course).flatMap(({ fleet }) => (fleet === undefined ? [] : [nameInClass.get(fleet) ?? fleet])))];
  if (shown.length === 0) return null;

  function change(fleet: string, name: string): void {
    setProblem(undefined);
    model.bridge.call('fleet.choose', name === fleet ? { fleet } : { fleet, name }).catch((error: unknown) => setProblem(toProblem(error)));
  }

  return (
    <section className="fleet-names" aria-label="Fleets of the class">
      <h3>Fleets of the class</h3>
      <p className="soft">
        The lessons make fleets of these names. Where a name is taken, or you have a fleet already, let another stand for it: commands and
        checks follow.
      </p>
      <div className="fleet-grid">
        {shown.map((fleet) => {
          const current = names[fleet] ?? fleet;
          const options = [...new Set([fleet, current, ...fleets.map(({ name }) => name)])];
          return (
            <label key={fleet}>
              <span>{fleet}</span>
              <select value={current} onChange={(event) => change(fleet, event.target.value)}>
                {options.map((name) => (
                  <option key={name} value={name}>
                    {name}
                    {name === fleet ? ' (as in the class)' : ''}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </section>
  );
}
