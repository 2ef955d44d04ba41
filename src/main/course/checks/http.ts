import type { TerminalTarget } from '../../../shared/domain/terminal.ts';
import type { HttpAnswer } from '../../../shared/domain/http.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { cannotTell, notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export interface HttpCheck {
  from: string;
  method: string;
  url: string;
  verdict: HttpAnswer['verdict'];
  status?: number | undefined;
  pattern?: string | undefined;
}

export async function http(wanted: HttpCheck, context: CheckContext): Promise<Verdict> {
  const { asker, lab, signal } = context;
  const blocked = cannotTell(lab.view());
  if (blocked !== undefined) return blocked;
  if (/<\w+>/.test(wanted.url)) return unknown('The address of the device is not known yet.');
  let answer: HttpAnswer;
  try {
    answer = await asker.request({ from: originOf(wanted.from), method: wanted.method, url: wanted.url }, { signal, isQuiet: true });
  } catch (error) {
    if (error instanceof FleetlabError && error.code === 'no-container') return notYet(error.message);
    return unknown(error instanceof Error ? error.message : String(error));
  }
  const problem = problemOf(wanted, answer);
  const what = `${wanted.url} from ${nameOf(wanted.from)}`;
  return problem === undefined ? passed(`${what}: ${describe(answer)}.`) : notYet(`${what}: ${problem}`);
}

/** `laptop`, `host-os` or `service:NAME`; the linter makes sure that it is one of them. */
export function originOf(from: string): TerminalTarget {
  if (from.startsWith('service:')) return { kind: 'service', service: from.slice('service:'.length) };
  return { kind: from === 'host-os' ? 'host-os' : 'laptop' };
}

function problemOf(wanted: HttpCheck, answer: HttpAnswer): string | undefined {
  const is = `${describe(answer)}.${answer.reason === undefined || answer.verdict === wanted.verdict ? '' : ` ${answer.reason}`}`;
  if (answer.verdict !== wanted.verdict) return is;
  if (wanted.status !== undefined && answer.status !== wanted.status) return is;
  if (wanted.pattern !== undefined && !new RegExp(wanted.pattern).test(answer.body ?? ''))
    return `${is} That is not the answer that is meant.`;
  return undefined;
}

function describe({ verdict, status, body }: HttpAnswer): string {
  if (verdict === 'refused') return 'the connection is refused';
  if (verdict === 'unresolved') return 'the name does not resolve';
  if (verdict === 'timeout') return 'nothing answers';
  const first = (body ?? '').trim().split('\n')[0] ?? '';
  const shown = first.length > 60 ? `${first.slice(0, 60)}…` : first;
  return `the answer is ${status ?? ''}${shown === '' ? '' : ` “${shown}”`}`;
}

function nameOf(from: string): string {
  return from === 'laptop' ? 'the laptop' : from === 'host-os' ? 'the host OS' : from.replace('service:', '');
}
