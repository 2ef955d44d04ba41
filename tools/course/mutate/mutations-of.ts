import type { Predicate } from '../../../src/shared/course/checks.ts';
import * as cloud from './cloud-mutations.ts';
import * as containers from './container-mutations.ts';
import type { Facts, Mutation } from './facts.ts';
import { httpMutations } from './http-mutations.ts';
import * as inside from './inside-mutations.ts';
import * as workspace from './workspace-mutations.ts';

/** The plausible ways in which what a check wants goes wrong, made of the check's own words. `facts`: where it is right. */
export function mutationsOf(predicate: Predicate, facts: Facts): Mutation[] {
  switch (predicate.kind) {
    case 'signed-in':
      return cloud.signedInMutations();
    case 'fleet-exists':
      return cloud.fleetExistsMutations(predicate);
    case 'device-in-fleet':
      return cloud.deviceInFleetMutations();
    case 'release-count':
      return cloud.releaseCountMutations(predicate);
    case 'service-running':
      return cloud.serviceRunningMutations(predicate);
    case 'log-line':
      return cloud.logLineMutations(predicate);
    case 'image-size':
      return cloud.imageSizeMutations(predicate);
    case 'dockerfile-command':
      return workspace.dockerfileCommandMutations(predicate);
    case 'file-contains':
      return workspace.fileContainsMutations(predicate);
    case 'compose-value':
      return workspace.composeValueMutations(predicate);
    case 'image-stages':
      return workspace.imageStagesMutations(predicate);
    case 'quiz-answered':
      return workspace.quizMutations(predicate, facts);
    case 'container-file':
      return inside.containerFileMutations(predicate);
    case 'volume-file':
      return inside.volumeFileMutations(predicate);
    case 'service-variable':
      return inside.serviceVariableMutations(predicate);
    case 'service-command':
      return inside.serviceCommandMutations(predicate);
    case 'volume-exists':
      return containers.volumeExistsMutations(predicate);
    case 'service-privileged':
      return [...containers.containerMutations(predicate.service), ...containers.servicePrivilegedMutations(predicate)];
    case 'service-capability':
      return [...containers.containerMutations(predicate.service), ...containers.serviceCapabilityMutations(predicate)];
    case 'service-network':
      return [...containers.containerMutations(predicate.service), ...containers.serviceNetworkMutations(predicate)];
    case 'service-volume':
      return [...containers.containerMutations(predicate.service), ...containers.serviceVolumeMutations(predicate)];
    case 'service-exposes':
      return [...containers.containerMutations(predicate.service), ...containers.serviceExposesMutations(predicate)];
    case 'published-port':
      return [...containers.containerMutations(predicate.service), ...containers.publishedPortMutations(predicate)];
    case 'http':
      return httpMutations(predicate, facts);
  }
}

/** What the learner must find named when the check is open, in its text, in what was found, or in what to do. */
export function wantedWords(predicate: Predicate): string[] {
  switch (predicate.kind) {
    case 'signed-in':
      return ['signed in'];
    case 'fleet-exists':
    case 'device-in-fleet':
    case 'release-count':
      return [predicate.fleet];
    case 'service-volume':
      return [predicate.service, predicate.volume, predicate.path];
    case 'service-network':
      return [predicate.service, ...(predicate.on ?? []), ...[predicate.alias, predicate.address].filter((word) => word !== undefined)];
    case 'published-port':
    case 'service-exposes':
      return [predicate.service, String(predicate.port)];
    case 'service-capability':
      return [predicate.service, ...predicate.capabilities];
    case 'service-variable':
      return [predicate.service, predicate.name];
    case 'container-file':
    case 'volume-file':
      return [predicate.path.split('/').at(-1) ?? predicate.path];
    case 'volume-exists':
      return [predicate.volume];
    case 'http':
      return [predicate.url];
    case 'service-command':
    case 'service-privileged':
    case 'image-size':
      return [predicate.service];
    // What their sentences must tell says it already, or only whoever wrote the check can.
    case 'service-running':
    case 'log-line':
    case 'compose-value':
    case 'dockerfile-command':
    case 'file-contains':
    case 'image-stages':
    case 'quiz-answered':
      return [];
  }
}
