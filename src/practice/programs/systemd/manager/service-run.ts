import type { ExitStatus, Process } from '../../../process/process.ts';

/** What runs or ran of a service. */
export interface ServiceRun {
  main: Process | undefined;
  control: Process | undefined;
  /** Process groups that its processes were started in: its control group is who is in them. */
  groups: Set<number>;
  /** Processes of the last start, for `systemctl status`. */
  history: FinishedProcess[];
  mainRecord: FinishedProcess | undefined;
  /** Grows with each start and stop: what was begun for an older one has lost its say. */
  generation: number;
  restarts: number;
  /** Of the last starts, for the start limit. */
  attempts: number[];
  restartTimer: NodeJS.Timeout | undefined;
  /** Called when the service says READY=1. */
  onReady: (() => void) | undefined;
  statusText: string | undefined;
  /** Ends a watch or timer of a path or timer unit. */
  endWatch: (() => void) | undefined;
  nextElapse: number | undefined;
  lastTrigger: number | undefined;
}

export interface FinishedProcess {
  pid: number;
  /** `ExecStart` */
  key: string;
  commandLine: string;
  status: ExitStatus | undefined;
}

export function newServiceRun(): ServiceRun {
  return {
    main: undefined,
    control: undefined,
    groups: new Set(),
    history: [],
    mainRecord: undefined,
    generation: 0,
    restarts: 0,
    attempts: [],
    restartTimer: undefined,
    onReady: undefined,
    statusText: undefined,
    endWatch: undefined,
    nextElapse: undefined,
    lastTrigger: undefined,
  };
}
