import { readInService } from './read-in-service.ts';
import { runningContainer } from './containers.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export interface ServiceVariable {
  service: string;
  name: string;
  pattern: string;
}

/** Asked in the container itself: a variable reaches a service only with a new container. */
export async function serviceVariable({ service, name, pattern }: ServiceVariable, context: CheckContext): Promise<Verdict> {
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const output = await readInService(service, `printenv ${name}`, context);
  if (typeof output !== 'string') return output;
  const value = output.replace(/\n$/, '');
  if (value === '') return notYet(`${service} runs without the variable ${name}.`);
  return new RegExp(pattern).test(value)
    ? passed(`${service} runs with ${name}=${value}.`)
    : notYet(`${service} runs with ${name}=${value}, which is not the value wanted.`);
}
