import type { ComposeBuild, ComposeNetwork, ComposeService, ComposeVolume } from './project.ts';

/** What one file says of a project, in normal form but without defaults, so that files can be laid over each other. */
export interface ProjectPart {
  services: Record<string, ServicePart>;
  networks?: Record<string, Partial<ComposeNetwork>>;
  volumes?: Record<string, ComposeVolume>;
}

export type ServicePart = { [Key in keyof ComposeService]?: Key extends 'build' ? Partial<ComposeBuild> : ComposeService[Key] } & {
  /** Variables of the files that `env_file` names; those of `environment` win over them. */
  env_file?: Record<string, string>;
};
