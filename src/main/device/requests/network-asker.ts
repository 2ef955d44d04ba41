import type { HttpAnswer, HttpRequest } from '../../../shared/domain/http.ts';
import { FleetlabError } from '../../../shared/errors.ts';

/**
 * Makes HTTP requests from where the lesson says: the laptop, the device's host OS, or inside a service. How a request ends is its answer;
 * rejects with FleetlabError only where it could not be made (`no-container`, `unreachable`, `not-supported`).
 */
export interface NetworkAsker {
  request(request: HttpRequest, options?: AskOptions): Promise<HttpAnswer>;
}

export interface AskOptions {
  signal?: AbortSignal | undefined;
  /** Made by a check and not by the learner: views do not draw it. */
  isQuiet?: boolean;
}

/** Where no requests can be made. */
export function createSilentAsker(): NetworkAsker {
  return {
    request: () => Promise.reject(new FleetlabError('not-supported', 'Requests cannot be made here yet.', 'Use curl in a terminal.')),
  };
}
