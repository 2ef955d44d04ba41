import type { Signal } from '../../../process/signals.ts';

/** What a unit file says, read and with specifiers expanded; times in milliseconds. */
export interface UnitSettings {
  description: string | undefined;
  documentation: string[];
  dependencies: Map<DependencyKey, Set<string>>;
  defaultDependencies: boolean;
  conditions: Condition[];
  allowIsolate: boolean;
  ignoreOnIsolate: boolean;
  refuseManualStart: boolean;
  refuseManualStop: boolean;
  stopWhenUnneeded: boolean;
  startLimitInterval: number;
  startLimitBurst: number;
  successAction: EmergencyAction;
  failureAction: EmergencyAction;
  requiresMountsFor: string[];
  slice: string | undefined;
  service: ServiceSettings;
  execution: ExecutionSettings;
  /** `ListenStream=`, `ListenDatagram=`, …: as written. */
  listens: { kind: string; address: string }[];
  /** `Service=` of a socket, `Unit=` of a timer or path. */
  triggers: string | undefined;
  acceptsConnections: boolean;
  mount: { what: string; where: string; type: string; options: string };
  timer: TimerSettings;
  watches: { kind: string; path: string }[];
  install: InstallSettings;
}

/** Dependencies as `[Unit]` names them. */
export const dependencyKeys = [
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'PartOf',
  'Upholds',
  'Conflicts',
  'Before',
  'After',
  'OnFailure',
  'OnSuccess',
  'PropagatesReloadTo',
] as const;

export type DependencyKey = (typeof dependencyKeys)[number];

export interface Condition {
  /** `PathExists`, `Capability`, … */
  kind: string;
  value: string;
  isAssertion: boolean;
  isNegated: boolean;
  /** One of those with `|` is enough. */
  isTriggering: boolean;
}

export type EmergencyAction =
  'none' | 'exit' | 'exit-force' | 'poweroff' | 'poweroff-force' | 'halt' | 'halt-force' | 'reboot' | 'reboot-force';

export interface Command {
  /** As the unit file says, without prefixes. */
  words: string[];
  /** `argv[0]` where it differs from the path (`@`). */
  calledName: string | undefined;
  /** `-`: failing is as good as ending well. */
  ignoresFailure: boolean;
  /** `:`: variables are not expanded. */
  isLiteral: boolean;
  /** `+`, `!`, `!!`: as root, whatever `User=` says. */
  isPrivileged: boolean;
}

export type ServiceType = 'simple' | 'exec' | 'forking' | 'oneshot' | 'notify' | 'notify-reload' | 'dbus' | 'idle';
export type RestartSetting = 'no' | 'on-success' | 'on-failure' | 'on-abnormal' | 'on-watchdog' | 'on-abort' | 'always';
export type KillMode = 'control-group' | 'mixed' | 'process' | 'none';

export interface ServiceSettings {
  type: ServiceType;
  hasType: boolean;
  execCondition: Command[];
  execStartPre: Command[];
  execStart: Command[];
  execStartPost: Command[];
  execReload: Command[];
  execStop: Command[];
  execStopPost: Command[];
  remainAfterExit: boolean;
  restart: RestartSetting;
  restartDelay: number;
  timeoutStart: number | undefined;
  timeoutStop: number;
  runtimeMaximum: number;
  killMode: KillMode;
  killSignal: Signal;
  restartKillSignal: Signal | undefined;
  finalKillSignal: Signal;
  reloadSignal: Signal;
  sendSighup: boolean;
  sendSigkill: boolean;
  successStatus: StatusSet;
  restartPreventStatus: StatusSet;
  restartForceStatus: StatusSet;
  pidFile: string | undefined;
}

export interface StatusSet {
  codes: Set<number>;
  signals: Set<Signal>;
}

export interface ExecutionSettings {
  user: string | undefined;
  group: string | undefined;
  workingDirectory: { path: string; isOptional: boolean } | undefined;
  environment: Map<string, string>;
  environmentFiles: { path: string; isOptional: boolean }[];
  passEnvironment: string[];
  unsetEnvironment: string[];
  standardInput: string;
  standardOutput: string;
  standardError: string;
  ttyPath: string;
  syslogIdentifier: string | undefined;
  /** Directories made below /run, /var/lib, /var/cache, /var/log and /etc before the start. */
  directories: string[];
}

export interface TimerSettings {
  onBoot: number[];
  onStartup: number[];
  onActive: number[];
  onUnitActive: number[];
  onUnitInactive: number[];
  calendar: string[];
}

export interface InstallSettings {
  wantedBy: string[];
  requiredBy: string[];
  aliases: string[];
  also: string[];
  defaultInstance: string | undefined;
}
