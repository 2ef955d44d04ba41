import type { LogLine } from '../../shared/domain/device-view.ts';

/** What the device's log says about a service's container. */
export interface ContainerHistory {
  /** Restarts since the container was created. */
  restarts: number;
  /** Milliseconds since 1970 of its last start. */
  startedAt?: number;
}

/** By service name. */
export type ContainerHistories = ReadonlyMap<string, ContainerHistory>;

/** The Supervisor's words: `Installed service 'main sha256:…'` (created), `Started …`, `Restarting …` (the restart policy's doing). */
const supervisorLine = /^(Installing|Installed|Starting|Started|Restarting) service '(\S+) /;

/** The histories after one more line of the log, in the order of the log. */
export function afterLine(histories: ContainerHistories, line: Pick<LogLine, 'timestamp' | 'message' | 'service'>): ContainerHistories {
  // A service may print the Supervisor's words; only lines of the device itself count.
  if (line.service !== undefined) return histories;
  const [, words, service] = supervisorLine.exec(line.message) ?? [];
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
    case 'Starting':
      return before;
    default:
      return { restarts: 0 };
  }
}
