import type { CommandBlock, Step } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { mapStrings } from './map-strings.ts';

/**
 * The step as it is done with a device that has no cloud: what is pushed goes to the device's address instead of a fleet, and a variable of the
 * fleet goes with the push, since there is no cloud to keep it.
 */
export function forDeviceAlone(step: Step): Step {
  return {
    ...mapStrings(step, toDevice),
    blocks: step.blocks.map((block) =>
      block.kind === 'command' ? { ...block, text: commandForDevice(block) } : mapStrings(block, toDevice),
    ),
  };
}

/** Throws FleetlabError `needs-cloud` for a command that only a cloud answers, however the device is named. */
export function refuseWithoutCloud({ text, target }: CommandBlock): void {
  if (target.kind !== 'laptop') return;
  const needs = text
    .split('\n')
    .find(
      (line) =>
        /^balena /.test(line.trim()) && !/^balena (push|build|local|util|help|version|device (ssh|logs|detect))\b/.test(line.trim()),
    );
  if (needs === undefined) return;
  const [, topic = '', verb = ''] = needs.trim().split(/\s+/);
  throw new FleetlabError(
    'needs-cloud',
    `“balena ${[topic, ...(/^[a-z-]+$/.test(verb) ? [verb] : [])].join(' ')}” needs a cloud, and this environment is one device without one.`,
    'Go on without it: what you push goes to the device itself. For this step, choose an environment with a cloud.',
  );
}

function toDevice(text: string): string {
  return text
    .replaceAll('balena push {{fleet}}', 'balena push {{address}}')
    .replaceAll(/balena device (ssh|logs) \{\{(?:shortUuid|uuid)\}\}/g, 'balena device $1 {{address}}');
}

/** Detached, because the next command of the lesson wants the prompt; without it the CLI stays and shows the device's log. */
function commandForDevice({ text, target }: CommandBlock): string {
  if (target.kind !== 'laptop') return text;
  return text
    .split('\n')
    .map((line) => {
      const set = /^balena env set (\w+) (\S+) --fleet \{\{fleet\}\}(?: --service (\S+))?$/.exec(line);
      if (set === null) return toDevice(line.replace(/^(balena push \{\{fleet\}\})$/, '$1 --detached'));
      const [, name = '', value = '', service] = set;
      return `balena push {{address}} --detached --env ${service === undefined ? '' : `${service}:`}${name}=${value}`;
    })
    .join('\n');
}
