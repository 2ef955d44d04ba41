import type { Step } from '../../../shared/course/course.ts';
import type { LabView } from '../../../shared/domain/device-view.ts';
import type { Lab } from '../../device/lab/lab.ts';
import type { NetworkAsker } from '../../device/requests/network-asker.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** What a check found. The message tells the state as it is, in one or two sentences. */
export interface Verdict {
  verdict: 'passed' | 'not-yet' | 'unknown';
  message: string;
  /** Milliseconds after which the answer may differ though nothing else changes (a service that has to stay up). */
  again?: number;
}

/** What checks may read. */
export interface CheckContext {
  lab: Pick<Lab, 'view' | 'engine' | 'runInService'>;
  workspace: Pick<Workspace, 'read'>;
  asker: NetworkAsker;
  /** The step that is checked, with its variables filled. */
  step: Pick<Step, 'fleet' | 'blocks'>;
  /** The learner's answers in it: the option by the quiz's id. */
  answers: Readonly<Record<string, number>>;
  signal?: AbortSignal | undefined;
}

export function passed(message: string): Verdict {
  return { verdict: 'passed', message };
}

export function notYet(message: string, again?: number): Verdict {
  return { verdict: 'not-yet', message, ...(again === undefined ? {} : { again }) };
}

export function unknown(message: string): Verdict {
  return { verdict: 'unknown', message };
}

/** The reason why nothing can be said about fleets and devices, where there is one. */
export function cannotTell(view: LabView): Verdict | undefined {
  if (view.problem !== undefined) return unknown(view.problem);
  if (view.account === undefined && view.isWithoutCloud !== true)
    return unknown('You are not signed in, so the fleet and the device cannot be seen.');
  return undefined;
}

/** The reason why nothing can be said about accounts, fleets and releases; also where there is only a device. */
export function cannotTellOfCloud(view: LabView): Verdict | undefined {
  if (view.isWithoutCloud === true && view.problem === undefined)
    return unknown('This is about a cloud, and your device is without one. Go on with the next step.');
  return cannotTell(view);
}

/** `1 time`, `3 times`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
