import type { TerminalTarget } from '../../../shared/domain/terminal.ts';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import type { HttpAnswer } from '../../../shared/domain/http.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { partsOf } from '../../device/requests/request-script.ts';
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
  const problem = problemOf(wanted, answer) ?? notForGood(wanted, answer, lab.engine());
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

/**
 * A published port refuses also while the service behind it is just being started. Only one that nobody publishes stays closed.
 */
function notForGood({ from, url }: HttpCheck, { verdict }: HttpAnswer, { containers }: EngineView): string | undefined {
  if (verdict !== 'refused' || originOf(from).kind !== 'laptop') return undefined;
  const { port } = partsOf(url);
  const opener = containers.find(({ published }) => published.some(({ hostPort }) => hostPort === port));
  if (opener === undefined) return undefined;
  return `the connection is refused just now, but ${opener.service ?? opener.name} publishes port ${port}, and opens it as soon as it listens.`;
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
