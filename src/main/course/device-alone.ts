import type { CommandBlock, Step } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { needsCloud } from '../../shared/course/needs-cloud.ts';
import { mapStrings } from './map-strings.ts';

/**
 * The step as it is done with a device that has no cloud: what is pushed goes to the device's address instead of a fleet, and a variable of the
 * fleet goes with the push, since there is no cloud to keep it.
 */
export function forDeviceAlone(step: Step): Step {
  return {
    ...mapStrings(step, toDevice),
    blocks: step.blocks.map((block) => (block.kind === 'command' ? onDevice(block) : mapStrings(block, toDevice))),
  };
}

/** Throws FleetlabError `needs-cloud` for a command that only a cloud answers. */
export function refuseWithoutCloud(block: CommandBlock): void {
  if (block.needsCloud === undefined) return;
  const { message, action } = needsCloud(block.needsCloud);
  throw new FleetlabError('needs-cloud', message, action);
}

/** The first command of the text that only a cloud answers, however the device is named, without what is given to it. */
function cloudCommand(text: string): string | undefined {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => /^balena /.test(each) && !/^balena (push|build|local|util|help|version|device (ssh|logs|detect))\b/.test(each));
  if (line === undefined) return undefined;
  const [program = '', topic = '', verb = ''] = line.split(/\s+/);
  return [program, topic, ...(/^[a-z][a-z-]*$/.test(verb) ? [verb] : [])].join(' ');
}

function toDevice(text: string): string {
  return text
    .replaceAll('balena push {{fleet}}', 'balena push {{address}}')
    .replaceAll(/balena device (ssh|logs) \{\{(?:shortUuid|uuid)\}\}/g, 'balena device $1 {{address}}');
}

function onDevice(block: CommandBlock): CommandBlock {
  const text = commandForDevice(block);
  const needs = block.target.kind === 'laptop' ? cloudCommand(text) : undefined;
  return { ...block, text, ...(needs === undefined ? {} : { needsCloud: needs }) };
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
