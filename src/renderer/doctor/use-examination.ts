import { useEffect, useState } from 'react';
import type { Finding } from '../../shared/domain/doctor.ts';
import { toProblem, type Problem } from '../state/problem.ts';
import { useModel } from '../state/model-context.tsx';

export interface Examination {
  /** In the order they came while it is under way, in the doctor's own at its end. */
  findings: readonly Finding[];
  /** How many there will be; unknown until the first has come. */
  of: number | undefined;
  isUnderWay: boolean;
  problem: Problem | undefined;
  again: () => void;
}

const beginning = { findings: [], of: undefined, isUnderWay: true, problem: undefined };

/** Begins as soon as it is shown. */
export function useExamination(): Examination {
  const { bridge } = useModel();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<Examination, 'again'>>(beginning);
  useEffect(() => {
    let isWanted = true;
    const stop = bridge.on('doctor.found', ({ finding, of }) => {
      setState((now) =>
        now.isUnderWay ? { ...now, of, findings: [...now.findings.filter(({ id }) => id !== finding.id), finding] } : now,
      );
    });
    bridge.call('doctor.examine', undefined).then(
      (findings) => isWanted && setState({ findings, of: findings.length, isUnderWay: false, problem: undefined }),
      (error: unknown) => isWanted && setState((now) => ({ ...now, isUnderWay: false, problem: toProblem(error) })),
    );
    return () => {
      isWanted = false;
      stop();
    };
  }, [bridge, turn]);
  return {
    ...state,
    again() {
      setState(beginning);
      setTurn(turn + 1);
    },
  };
}
