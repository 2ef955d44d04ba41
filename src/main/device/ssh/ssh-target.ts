/** Where an SSH connection goes, and what it is trusted by. */
export interface SshTarget {
  host: string;
  port: number;
  username: string;
  /** The device that a gateway is to lead on to; absent where the device itself answers. */
  uuid?: string;
  /** Under which name its key is trusted, where that is not `host` (which may change from day to day). */
  knownAs?: string;
  /** Where the environment keeps trusted host keys and a key of its own; absent in practice, where anyone may come in. */
  folder?: string;
}
