import type { CommandBlock, Course, RequestBlock, Step } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { Lab } from '../device/lab/lab.ts';
import type { EnvironmentService } from '../environments/environment.ts';
import { refuseWithoutCloud } from './device-alone.ts';
import { findCommand, findRequest, findStep } from './lookup.ts';
import { fillCourse, fillStep, missingVariables, variablesOf, type CourseVariables } from './variables.ts';

/** The course as the learner sees it: its variables filled with what environment and device tell now. */
export interface FilledCourse {
  course(): Course;
  /** Throws FleetlabError `not-found`, as all below do. */
  step(stepId: string): Step;
  /** Throws `not-ready` while it still has a hole, and `needs-cloud` where it needs one and there is none. */
  command(stepId: string, blockId: string): CommandBlock;
  /** Throws `not-ready` while its address still has a hole. */
  request(stepId: string, blockId: string): RequestBlock;
  close(): void;
}

interface Options {
  /** With its variables unfilled. */
  course: Course;
  environment: Pick<EnvironmentService, 'view' | 'current' | 'onChange'>;
  lab: Pick<Lab, 'view' | 'onChange'>;
  /** Told when it is filled with something else. */
  onChange: (course: Course) => void;
}

export function createFilledCourse({ course, environment, lab, onChange }: Options): FilledCourse {
  let told = JSON.stringify(variables());
  const stops = [lab.onChange(tell), environment.onChange(tell)];

  function variables(): CourseVariables {
    const { device, waitingDevice } = lab.view();
    const own = environment.current()?.device;
    const uuid = own?.uuid ?? device?.uuid ?? waitingDevice?.uuid;
    const isDeviceAlone = environment.view().kind === 'device';
    return {
      isDeviceAlone,
      uuid,
      shortUuid: isDeviceAlone ? uuid : uuid?.slice(0, 7),
      address: own?.address ?? device?.address,
      deviceType: own?.deviceType ?? device?.deviceType ?? waitingDevice?.deviceType,
      where: environment.view().kind === 'practice' ? 'practice' : 'elsewhere',
      fleets: environment.current()?.fleetNames?.(),
    };
  }

  function tell(): void {
    const now = JSON.stringify(variables());
    if (now === told) return;
    told = now;
    onChange(filled());
  }

  function filled(): Course {
    return fillCourse(course, variables());
  }

  function filledStep(stepId: string): Step {
    return fillStep(findStep(course, stepId), variables());
  }

  function refuseHoles(text: string, step: Step): void {
    const missing = missingVariables(text, variablesOf(step, variables()));
    if (missing.length === 0) return;
    const { chosenDevice } = environment.current() ?? {};
    const action =
      chosenDevice !== undefined && chosenDevice() === undefined
        ? 'Sign in and choose your device first, in the menu of environments at the top.'
        : 'Wait until the device answers.';
    throw new FleetlabError('not-ready', `This needs ${missing.join(' and ')}, not known yet.`, action);
  }

  return {
    course: filled,
    step: filledStep,
    command(stepId, blockId) {
      const step = findStep(course, stepId);
      const command = findCommand(filledStep(stepId), blockId);
      refuseWithoutCloud(command);
      refuseHoles(findCommand(step, blockId).text, step);
      return command;
    },
    request(stepId, blockId) {
      const step = findStep(course, stepId);
      refuseHoles(findRequest(step, blockId).url, step);
      return findRequest(filledStep(stepId), blockId);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
