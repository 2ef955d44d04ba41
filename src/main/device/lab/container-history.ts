import type { LogLine } from '../../../shared/domain/device-view.ts';

/** What the device's log says about a service's container. */
export interface ContainerHistory {
  /** Restarts since the container was created. */
  restarts: number;
  /** Milliseconds since 1970 of its last start. */
  startedAt?: number;
  /** Milliseconds since 1970 of its last end, while it has not been started again: the API goes on saying `Running` through a restart's delay. */
  exitedAt?: number;
}

/** By service name. */
export type ContainerHistories = ReadonlyMap<string, ContainerHistory>;

/** The Supervisor's words: `Installed service 'main sha256:…'` (created), `Started …`, `Restarting …` (the restart policy's doing). */
const supervisorLine = /^(Installing|Installed|Starting|Started|Restarting) service '(\S+) |^(Service exited) '(\S+) /;

/** The histories after one more line of the log, in the order of the log. */
export function afterLine(histories: ContainerHistories, line: Pick<LogLine, 'timestamp' | 'message' | 'service'>): ContainerHistories {
  // A service may print the Supervisor's words; only lines of the device itself count.
  if (line.service !== undefined) return histories;
  const match = supervisorLine.exec(line.message);
  const [words, service] = [match?.[1] ?? match?.[3], match?.[2] ?? match?.[4]];
  if (words === undefined || service === undefined) return histories;
  const before = histories.get(service) ?? { restarts: 0 };
  return new Map(histories).set(service, afterWords(before, words, line.timestamp));
}

function afterWords(before: ContainerHistory, words: string, timestamp: number): ContainerHistory {
  switch (words) {
    case 'Started':
      return { restarts: 0, startedAt: timestamp };
    case 'Restarting':
      return { restarts: before.restarts + 1, startedAt: timestamp };
    case 'Service exited':
      return { ...before, exitedAt: timestamp };
    case 'Starting':
      return before;
    default:
      return { restarts: 0 };
  }
}
