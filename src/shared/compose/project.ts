/**
 * A compose project in normal form: every short syntax written out, as the Compose Specification's reference
 * implementation (compose-go) prints it and as the balena CLI reads it from its parser. Absent keys stay absent, but for
 * `command` and `entrypoint`, which are null.
 */
export interface ComposeProject {
  name: string;
  services: Record<string, ComposeService>;
  networks?: Record<string, ComposeNetwork>;
  volumes?: Record<string, ComposeVolume>;
}

export interface ComposeService {
  build?: ComposeBuild;
  image?: string;
  command: string[] | null;
  entrypoint: string[] | null;
  /** null takes the value from the caller's environment. */
  environment?: Record<string, string | null>;
  labels?: Record<string, string>;
  ports?: ComposePort[];
  expose?: string[];
  network_mode?: string;
  networks?: Record<string, ComposeAttachment | null>;
  volumes?: ComposeMount[];
  tmpfs?: string[];
  depends_on?: Record<string, { condition: string; required: boolean; restart?: boolean }>;
  devices?: { source: string; target: string; permissions: string }[];
  privileged?: boolean;
  cap_add?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  stop_signal?: string;
  /** `10s`, `1m30s` */
  stop_grace_period?: string;
  hostname?: string;
  user?: string;
  working_dir?: string;
  init?: boolean;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  healthcheck?: ComposeHealthcheck;
  /** Keys that need no rewriting (`read_only`, `dns`, `mem_limit`, …). */
  [key: string]: unknown;
}

export interface ComposeBuild {
  /** Absolute where the caller named the project's folder. */
  context: string;
  dockerfile: string;
  args?: Record<string, string | null>;
  target?: string;
  [key: string]: unknown;
}

export interface ComposePort {
  mode: string;
  target: number;
  /** A port number or a range as text; absent where the engine chooses. */
  published?: string;
  protocol: string;
  host_ip?: string;
}

export interface ComposeAttachment {
  aliases?: string[];
  ipv4_address?: string;
  [key: string]: unknown;
}

export interface ComposeMount {
  type: 'volume' | 'bind' | 'tmpfs';
  source?: string;
  target: string;
  read_only?: boolean;
  volume?: Record<string, unknown>;
  bind?: { create_host_path: boolean; [key: string]: unknown };
  tmpfs?: Record<string, unknown>;
}

export interface ComposeHealthcheck {
  test?: string[];
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

export interface ComposeNetwork {
  name?: string;
  driver?: string;
  internal?: boolean;
  ipam: { driver?: string; config?: { subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: unknown }[] };
  [key: string]: unknown;
}

export interface ComposeVolume {
  name?: string;
  driver?: string;
  [key: string]: unknown;
}
