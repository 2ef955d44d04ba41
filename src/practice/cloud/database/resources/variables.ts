import { createdAt, field, reference } from '../model.ts';
import type { Resource } from '../model.ts';

/** Names with values: variables of the environment and of the configuration, and tags. */
export const variableResources: readonly Resource[] = [
  variable('application_environment_variable', 'application', 1_402_330),
  variable('application_config_variable', 'application', 1_874_002),
  variable('build_environment_variable', 'application', 61_200),
  variable('service_environment_variable', 'service', 702_118),
  variable('device_environment_variable', 'device', 3_320_841),
  variable('device_config_variable', 'device', 8_105_377),
  variable('device_service_environment_variable', 'service_install', 5_410_226),
  tag('application_tag', 'application', 118_040),
  tag('device_tag', 'device', 940_211),
  tag('release_tag', 'release', 1_210_673),
];

function variable(name: string, owner: string, firstId: number): Resource {
  return {
    name,
    firstId,
    unique: [[owner, 'name']],
    properties: { created_at: createdAt(), [owner]: reference(owner), name: field('text'), value: field('text') },
  };
}

function tag(name: string, owner: string, firstId: number): Resource {
  return {
    name,
    firstId,
    unique: [[owner, 'tag_key']],
    properties: { created_at: createdAt(), [owner]: reference(owner), tag_key: field('text'), value: field('text') },
  };
}
