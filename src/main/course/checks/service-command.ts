import { listed } from '../../../shared/listed.ts';
import { runningContainer } from './containers.ts';
import { readInService } from './read-in-service.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export interface ServiceCommand {
  service: string;
  pattern: string;
  first?: boolean | undefined;
}

/** Each process's number and command line; works in images without procps. */
const listProcesses = "for d in /proc/[0-9]*; do echo \"${d#/proc/} $(tr '\\0' ' ' < $d/cmdline 2>/dev/null)\"; done";

export async function serviceCommand(wanted: ServiceCommand, context: CheckContext): Promise<Verdict> {
  const { service, first } = wanted;
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const output = await readInService(service, listProcesses, context);
  if (typeof output !== 'string') return output;
  const processes = output
    .split('\n')
    .map((line) => /^(\d+) +(\S.*)$/.exec(line.trim()))
    .flatMap((match) => (match === null ? [] : [{ pid: match[1], line: (match[2] ?? '').trim() }]))
    .filter(({ line }) => !line.includes('/proc/[0-9]*'));
  const pattern = new RegExp(wanted.pattern);
  const hit = processes.find(({ pid, line }) => (first !== true || pid === '1') && pattern.test(line));
  if (hit !== undefined) return passed(`${service} runs “${hit.line}” as process ${hit.pid ?? ''}.`);
  const one = processes.find(({ pid }) => pid === '1');
  if (first === true)
    return notYet(
      one === undefined ? `The first process of ${service} is not known.` : `The first process of ${service} is “${one.line}”.`,
    );
  return notYet(
    `${service} runs ${listed(
      processes.slice(0, 3).map(({ line }) => `“${line}”`),
      'nothing that can be seen',
    )}.`,
  );
}
