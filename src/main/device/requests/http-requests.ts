import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import type { HttpAnswer, HttpRequest } from '../../../shared/domain/http.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { decide } from '../../../shared/network/decide.ts';
import { topologyOf } from '../../../shared/network/from-engine.ts';
import type { NetworkRequest, Verdict } from '../../../shared/network/request.ts';
import type { RunningEnvironment } from '../../environments/environment.ts';
import type { ConnectionLog } from './connections.ts';
import type { HostShell } from '../ssh/host-shell.ts';
import { laptopRoute } from './laptop-route.ts';
import type { AskOptions, NetworkAsker } from './network-asker.ts';
import { notAsForetold } from './not-as-foretold.ts';
import { partsOf, readAnswer, requestScript } from './request-script.ts';
import { delivered, endOfError, type Ended } from './request-words.ts';

/** Makes requests, tells them as connections, and says beside how they ended what the rules foretell. */
export interface HttpRequests extends NetworkAsker {
  /** Rejects with FleetlabError as `request` does. */
  ask(request: HttpRequest): Promise<Asked>;
}

export interface Asked {
  prediction: Verdict;
  answer: HttpAnswer;
  /** As the request stands in the list of connections. */
  connection?: ConnectionEvent;
}

export interface HttpRequestsOptions {
  environment: () => Promise<RunningEnvironment>;
  shell: Pick<HostShell, 'run' | 'runInService'>;
  /** As it is now. */
  engine: () => EngineView;
  connections: ConnectionLog;
}

/** Milliseconds until nobody is taken to answer the laptop. */
const patience = 5000;
/** Milliseconds that the environment's own word of a connection may come after its end. */
const wordComesLate = 400;
const longestBody = 20_000;

export function createHttpRequests(options: HttpRequestsOptions): HttpRequests {
  const { shell, connections } = options;

  async function send(request: HttpRequest, signal: AbortSignal | undefined): Promise<Ended> {
    const { from } = request;
    if (from.kind === 'laptop') return sendFromLaptop(request, (await options.environment()).variables['CURL_HOME'], signal);
    const script = requestScript(request);
    return readAnswer(
      await (from.kind === 'service' ? shell.runInService(from.service, script, { signal }) : shell.run(script, { signal })),
    );
  }

  async function ask(request: HttpRequest, { signal, isQuiet = false }: AskOptions): Promise<Asked> {
    const wanted = toNetworkRequest(request, options.engine().deviceAddress);
    const prediction = decide(topologyOf(options.engine()), wanted);
    const told = isQuiet ? undefined : connections.next(wanted);
    const forgive = isQuiet ? connections.expectOwn(wanted) : undefined;
    const startedAt = performance.now();
    try {
      const ended = await send(request, signal);
      const endedAt = Date.now();
      const milliseconds = Math.round(performance.now() - startedAt);
      if ('problem' in ended) throw new FleetlabError('not-supported', ended.problem, 'Use a terminal in its place.');
      const seen = told === undefined ? undefined : await within(told.found, wordComesLate);
      const end = endOf(ended.verdict, wanted, prediction, seen);
      const answer = { ...ended, ...(end.verdict === 'delivered' ? {} : { reason: end.reason }), milliseconds };
      if (told === undefined) return { prediction, answer };
      if (seen !== undefined) return { prediction, answer, connection: seen };
      if (answer.verdict === 'delivered') connections.expectLate(wanted, endedAt);
      return { prediction, answer, connection: connections.add({ time: Date.now(), ...wanted, verdict: end }) };
    } finally {
      told?.stop();
      forgive?.();
    }
  }

  /** How it ended and why: as was foretold, as whoever saw it says, or as the device is by now; a push changes it while a request is under way. */
  function endOf(verdict: Verdict['verdict'], wanted: NetworkRequest, prediction: Verdict, seen: ConnectionEvent | undefined): Verdict {
    const known = [prediction, seen?.verdict, decide(topologyOf(options.engine()), wanted)].find((one) => one?.verdict === verdict);
    if (known !== undefined) return known;
    return verdict === 'delivered' ? { verdict, rule: prediction.rule, reason: 'It was answered.' } : notAsForetold(verdict, prediction);
  }

  return {
    ask: (request) => ask(request, {}),
    request: async (request, settings = {}) => (await ask(request, settings)).answer,
  };
}

/** In the words of the rules. Throws FleetlabError `invalid-input` for what is no address of HTTP. */
export function toNetworkRequest({ from, url }: HttpRequest, deviceAddress: string | undefined): NetworkRequest {
  let parts: ReturnType<typeof partsOf>;
  try {
    parts = partsOf(url);
  } catch {
    throw new FleetlabError('invalid-input', `${url} is no address.`, 'Write one such as http://backend:1234/data.');
  }
  const { hostname, port } = parts;
  return {
    from: from.kind === 'service' ? { kind: 'service', name: from.service } : { kind: from.kind === 'laptop' ? 'laptop' : 'host' },
    to: hostname === deviceAddress ? { kind: 'device', port } : { kind: 'name', name: hostname, port },
  };
}

/** With the machine's own stack, on the way that its curl takes. */
async function sendFromLaptop(request: HttpRequest, curlHome: string | undefined, signal: AbortSignal | undefined): Promise<Ended> {
  const { hostname, port } = partsOf(request.url);
  const route = await laptopRoute(curlHome, hostname, port);
  const limit = AbortSignal.timeout(patience);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      request.url,
      {
        method: request.method,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        // Node asks an agent instead of this function, where there is one.
        createConnection: () => connect(route),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (more: string) => {
          text += more;
          if (text.length < longestBody) return;
          resolve(delivered(response.statusCode, text));
          response.destroy();
        });
        response.on('end', () => resolve(delivered(response.statusCode, text)));
        response.on('error', () => resolve(delivered(response.statusCode, text)));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted === true) reject(new FleetlabError('cancelled', 'The request was interrupted.'));
      else resolve(limit.aborted ? { verdict: 'timeout' } : endOfError(error.code));
    });
    sent.end(request.body);
  });
}

async function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), milliseconds)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
