import type { EnvironmentKind, EnvironmentView } from '../../shared/domain/environment.ts';
import type { ConnectionEvent } from '../../shared/network/connection.ts';

/** An environment that answers: all that the rest of the app needs to know of it. Never sent to the renderer. */
export interface RunningEnvironment {
  /** As its view's. */
  id: string;
  kind: EnvironmentKind;
  name: string;
  /** Absent where there is only a device (`device`). */
  cloud?: Cloud;
  /** The CLI's data directory; the SDK shares its token store, so signing in with either signs in both. */
  dataDirectory: string;
  /** Variables for the CLI and the learner's shells. */
  variables: Readonly<Record<string, string>>;
  /** Where SSH to its devices ends up, where that is known: a gateway, or the device itself. */
  ssh?: { host: string; port: number; /** Under which name its key is trusted, where not `host`. */ knownAs?: string };
  /** Where the host keys lie that a person trusts, and a key to come in with. Absent in practice: it is on this machine. */
  sshFolder?: string;
  /** The device that comes with the environment, if one does. */
  device?: { uuid: string; address: string; deviceType: string };
  /** The device that the learner has chosen among those of the account, where none comes with the environment. */
  chosenDevice?: () => string | undefined;
  /** The account's fleets that stand for the class's, by their names in the class; others have the class's names. */
  fleetNames?: () => Readonly<Record<string, string>>;
  /** Saves and brings back the whole state of cloud and device; only where the environment can (practice). */
  checkpoints?: Checkpoints;
  /**
   * A second cloud with the same device, empty, that keeps its state in this folder until it is closed. Its checkpoints are this one's too, so
   * what is brought about there can be restored here (practice).
   */
  stage?: (folder: string) => EnvironmentService;
  /** The device that belongs to no fleet yet, where the environment knows one (practice). */
  waitingDevice?: () => Promise<WaitingDevice | undefined>;
  /** Connections on the device's networks as they happen, the last few first; only where somebody sees them (practice). */
  followConnections?: (onConnection: (event: ConnectionEvent) => void, signal: AbortSignal) => void;
}

export interface Cloud {
  apiUrl: string;
  builderUrl: string;
  dashboardUrl: string;
  /** The certificate authority of its own, as PEM: only this cloud is to be believed by it. */
  ca?: string;
}

export interface WaitingDevice {
  uuid: string;
  deviceType: string;
}

export interface Checkpoints {
  list(): Promise<string[]>;
  /** Replaces a checkpoint of the same name. */
  save(name: string): Promise<void>;
  /** Resolves when the device runs what the checkpoint held. */
  restore(name: string): Promise<void>;
  /** One that is not there is as wanted. */
  remove(name: string): Promise<void>;
}

export interface EnvironmentService {
  view(): EnvironmentView;
  /** Resolves when the environment answers; rejects with FleetlabError when it failed. */
  ready(): Promise<RunningEnvironment>;
  /** Undefined until it answers. */
  current(): RunningEnvironment | undefined;
  /** Told when the view changes, and after a checkpoint was restored: what was read before then belongs to another past. */
  onChange(listener: (view: EnvironmentView) => void): () => void;
  restart(): Promise<void>;
  close(): Promise<void>;
}
