import { z } from 'zod';
import { FleetlabError, toErrorData } from '../../../shared/errors.ts';
import type { Checkpoints, WaitingDevice } from '../environment.ts';

const waiting = z.object({ uuid: z.string(), deviceType: z.string() }).nullable();

/** Milliseconds: restoring stops and starts containers, which may take the ten seconds of a service that ignores its stop signal. */
const timeLimit = 60_000;

/** What only the practice environment offers, below `/practice/v1` of its API. Rejects with FleetlabError. */
export function createPracticeControl(
  api: string,
  token: string,
): { checkpoints: Checkpoints; waitingDevice: () => Promise<WaitingDevice | undefined> } {
  async function request(method: string, path: string): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(`/practice/v1/${path}`, api), {
        method,
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeLimit),
      });
      text = await response.text();
    } catch (error) {
      throw new FleetlabError('unreachable', `The practice cloud does not answer: ${toErrorData(error).message}`, 'Try again.', {
        cause: error,
      });
    }
    if (!response.ok)
      throw new FleetlabError('practice-refused', text === '' ? `The practice cloud answered ${response.status}.` : text.slice(0, 500));
    return text === '' || !(response.headers.get('content-type') ?? '').includes('json') ? undefined : (JSON.parse(text) as unknown);
  }

  return {
    checkpoints: {
      list: async () => z.array(z.string()).parse(await request('GET', 'checkpoints')),
      async save(name) {
        await request('PUT', `checkpoints/${encodeURIComponent(name)}`);
      },
      async restore(name) {
        await request('POST', `checkpoints/${encodeURIComponent(name)}/restore`);
      },
      async remove(name) {
        await request('DELETE', `checkpoints/${encodeURIComponent(name)}`);
      },
    },
    waitingDevice: async () => waiting.parse((await request('GET', 'waiting-device')) ?? null) ?? undefined,
  };
}
