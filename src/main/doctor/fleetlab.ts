import { connect } from 'node:net';
import { join } from 'node:path';
import type { Finding } from '../../shared/domain/doctor.ts';
import { FleetlabError, toErrorData } from '../../shared/errors.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { Toolchain } from '../environments/toolchain.ts';
import type { Examination, Patient } from './examination.ts';

/** Milliseconds: tokens and certificates are refused when clocks differ by minutes, and logs sort wrongly before that. */
const clockTolerance = 60_000;
/** Milliseconds. */
const answerLimit = 8000;

export interface FleetlabParts {
  toolchain: Toolchain;
  /** The CLI that this installation pins. */
  wantedCli: string;
  /** Resolves when the environment answers. Rejects with FleetlabError. */
  environment: () => Promise<RunningEnvironment>;
  request?: typeof fetch;
  /** The first line that an SSH server says of itself. Rejects where none answers. */
  greet?: (place: { host: string; port: number }) => Promise<string>;
}

/** What Fleetlab brings along, and the environment that commands go to. */
export function fleetlabExaminations(patient: Patient, parts: FleetlabParts): Examination[] {
  // Three findings from one start and one answer.
  const running = once(parts.environment);
  const answer = once(async () => askTime(await running(), parts.request ?? fetch, () => patient.now()));
  return [
    () => examineCli(patient, parts),
    () => examineEnvironment(running, answer),
    () => examineClock(running, answer),
    () => examineAccount(patient, parts.toolchain, running, answer),
    () => examineDevice(running, parts.greet ?? readGreeting),
  ];
}

async function examineCli(patient: Patient, { toolchain, wantedCli }: FleetlabParts): Promise<Finding> {
  const base = { id: 'cli', group: 'Fleetlab', name: 'balena CLI' } as const;
  const mend = { words: 'Install it while the network is there.', command: 'npm start' };
  const installed = await toolchain.cliVersion();
  if (installed === undefined) return { ...base, state: 'missing', found: 'not installed', mend };
  if (installed !== wantedCli) return { ...base, state: 'old', found: `${installed}; the lessons are proven with ${wantedCli}`, mend };
  const text = await patient.run(toolchain.node, [toolchain.launcher, 'version']);
  if (text?.includes(installed) !== true) return { ...base, state: 'failed', found: `${installed} is there, but does not start`, mend };
  return { ...base, state: 'ok', found: installed };
}

async function examineEnvironment(running: () => Promise<RunningEnvironment>, answer: () => Promise<Answer>): Promise<Finding> {
  const base = { id: 'environment', group: 'Environment', name: 'Cloud' } as const;
  try {
    const { name, cloud } = await running();
    if (cloud === undefined) return { ...base, state: 'absent', found: `${name}: commands go to the device itself` };
    const { milliseconds } = await answer();
    return { ...base, state: 'ok', found: `${name}: ${new URL(cloud.apiUrl).host} answers in ${Math.round(milliseconds)} ms` };
  } catch (error) {
    const { message, action } = toErrorData(error);
    return { ...base, state: 'failed', found: message, mend: { words: action ?? 'Is the network there, and the address right?' } };
  }
}

async function examineClock(running: () => Promise<RunningEnvironment>, answer: () => Promise<Answer>): Promise<Finding> {
  const base = { id: 'clock', group: 'This machine', name: 'Clock' } as const;
  try {
    if ((await running()).cloud === undefined) return { ...base, state: 'unknown', found: 'there is no cloud to compare it with' };
    const { ahead } = await answer();
    if (ahead === undefined) return { ...base, state: 'unknown', found: 'the cloud does not tell its time' };
    const seconds = Math.round(Math.abs(ahead) / 1000);
    if (Math.abs(ahead) <= clockTolerance) return { ...base, state: 'ok', found: `within ${Math.max(1, seconds)} s of the cloud's` };
    return {
      ...base,
      state: 'failed',
      found: `${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the cloud's`,
      mend: { words: 'Let the system set its clock by itself, or sign-in and certificates will be refused.' },
    };
  } catch {
    return { ...base, state: 'unknown', found: 'the cloud does not answer' };
  }
}

/** Asked of the CLI itself, so that its token store is looked at as well. */
async function examineAccount(
  patient: Patient,
  toolchain: Toolchain,
  running: () => Promise<RunningEnvironment>,
  answer: () => Promise<Answer>,
): Promise<Finding> {
  const base = { id: 'account', group: 'Environment', name: 'Account' } as const;
  const silent = { ...base, state: 'unknown', found: 'the cloud does not answer' } as const;
  let environment;
  try {
    environment = await running();
  } catch {
    return silent;
  }
  if (environment.cloud === undefined) return { ...base, state: 'absent', found: 'a device without a cloud has none' };
  const text = await patient.run(toolchain.node, [toolchain.launcher, 'whoami'], { variables: environment.variables });
  // `whoami` prints its facts as a table, the account's name in the row USERNAME.
  const username = /USERNAME:?\s+(\S+)/i.exec(text ?? '')?.[1];
  if (username !== undefined) return { ...base, state: 'ok', found: `signed in as ${username}` };
  // `whoami` fails in the same way where nobody is signed in, where the cloud cannot be reached, and where the CLI takes too long to start.
  if ((await answer().catch(() => undefined)) === undefined) return silent;
  const token = await patient.read(join(environment.dataDirectory, 'token'));
  if (token !== undefined && token.trim() !== '')
    return {
      ...base,
      state: 'unknown',
      found: 'a sign-in is kept here, but the CLI did not say whose',
      mend: { words: 'Look again. Where that does not help, sign in anew, in a terminal of Fleetlab:', command: 'balena login' },
    };
  return {
    ...base,
    state: 'absent',
    found: 'nobody is signed in',
    mend: { words: 'The first lesson signs in. Or do it now, in a terminal of Fleetlab:', command: 'balena login' },
  };
}

async function examineDevice(running: () => Promise<RunningEnvironment>, greet: typeof readGreeting): Promise<Finding> {
  const base = { id: 'device', group: 'Environment', name: 'Device' } as const;
  let environment;
  try {
    environment = await running();
  } catch {
    return { ...base, state: 'unknown', found: 'the cloud does not answer' };
  }
  const { device, ssh } = environment;
  const chosen = environment.chosenDevice?.();
  if (device === undefined && chosen !== undefined)
    return { ...base, state: 'unknown', found: `${chosen.slice(0, 7)}; reached through the cloud only, so not tried from here` };
  if (device === undefined)
    return { ...base, state: 'absent', found: 'none is chosen', mend: { words: 'Choose one, or provision one, before the class.' } };
  const found = `${device.uuid.slice(0, 7)} at ${device.address}, ${device.deviceType}`;
  if (ssh === undefined) return { ...base, state: 'unknown', found: `${found}; how it is reached over SSH is not known` };
  try {
    const greeting = await greet(ssh);
    if (greeting.startsWith('SSH-')) return { ...base, state: 'ok', found: `${found}; answers SSH` };
    return {
      ...base,
      state: 'failed',
      found: `${found}; ${ssh.host}:${ssh.port} is something else than SSH`,
      mend: { words: unreachable },
    };
  } catch (error) {
    const reason = toErrorData(error).message;
    return { ...base, state: 'failed', found: `${found}; no SSH at ${ssh.host}:${ssh.port} (${reason})`, mend: { words: unreachable } };
  }
}

const unreachable = 'Is the device on, and on the same network? Lessons and pictures read it over SSH.';

/** RFC 4253, section 4.2: the server names itself first, in a line of at most 255 characters. */
function readGreeting({ host, port }: { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: answerLimit });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setEncoding('utf8');
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error('no answer in time')));
    socket.once('close', () => fail(new Error('it closed the connection')));
    socket.once('data', (text: string) => {
      socket.destroy();
      resolve(text.slice(0, 255));
    });
  });
}

interface Answer {
  milliseconds: number;
  /** Milliseconds that this machine's clock is before the cloud's; undefined where the cloud sends no time. */
  ahead: number | undefined;
}

/** Any answer will do, a refusal too: it comes with the server's time (RFC 9110, section 6.6.1: whole seconds). */
async function askTime({ cloud }: RunningEnvironment, request: typeof fetch, now: () => number): Promise<Answer> {
  if (cloud === undefined) throw new FleetlabError('no-cloud', 'There is no cloud.');
  const sent = now();
  const response = await request(new URL('/ping', cloud.apiUrl), { signal: AbortSignal.timeout(answerLimit) });
  const received = now();
  await response.body?.cancel();
  const told = Date.parse(response.headers.get('date') ?? '');
  return { milliseconds: received - sent, ahead: Number.isNaN(told) ? undefined : (sent + received) / 2 - (told + 500) };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= work());
}
