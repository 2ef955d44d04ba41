import type { Predicate } from '../../../shared/course/checks.ts';
import { composeValue } from './compose-value.ts';
import { containerFile } from './container-file.ts';
import { deviceInFleet } from './device-in-fleet.ts';
import { dockerfileCommand } from './dockerfile-command.ts';
import { fileContains } from './file-contains.ts';
import { fleetExists } from './fleet-exists.ts';
import { http } from './http.ts';
import { imageSize } from './image-size.ts';
import { imageStages } from './image-stages.ts';
import { logLine } from './log-line.ts';
import { publishedPort, serviceExposes } from './published-port.ts';
import { quizAnswered } from './quiz-answered.ts';
import { releaseCount } from './release-count.ts';
import { serviceCapability } from './service-capability.ts';
import { serviceCommand } from './service-command.ts';
import { serviceNetwork } from './service-network.ts';
import { servicePrivileged } from './service-privileged.ts';
import { serviceRunning } from './service-running.ts';
import { serviceVariable } from './service-variable.ts';
import { serviceVolume, volumeExists } from './service-volume.ts';
import { signedIn } from './signed-in.ts';
import type { CheckContext, Verdict } from './verdict.ts';
import { volumeFile } from './volume-file.ts';

/** Whether a predicate holds now. Never rejects because of the state it looks at: that is the verdict `unknown`. */
export async function evaluate(predicate: Predicate, context: CheckContext): Promise<Verdict> {
  switch (predicate.kind) {
    case 'signed-in':
      return signedIn(context);
    case 'fleet-exists':
      return fleetExists(predicate, context);
    case 'device-in-fleet':
      return deviceInFleet(predicate, context);
    case 'release-count':
      return releaseCount(predicate, context);
    case 'service-running':
      return serviceRunning(predicate, context);
    case 'log-line':
      return logLine(predicate, context);
    case 'dockerfile-command':
      return dockerfileCommand(predicate, context);
    case 'file-contains':
      return fileContains(predicate, context);
    case 'container-file':
      return containerFile(predicate, context);
    case 'volume-file':
      return volumeFile(predicate, context);
    case 'volume-exists':
      return volumeExists(predicate, context);
    case 'compose-value':
      return composeValue(predicate, context);
    case 'image-stages':
      return imageStages(predicate, context);
    case 'image-size':
      return imageSize(predicate, context);
    case 'service-privileged':
      return servicePrivileged(predicate, context);
    case 'service-capability':
      return serviceCapability(predicate, context);
    case 'service-network':
      return serviceNetwork(predicate, context);
    case 'service-volume':
      return serviceVolume(predicate, context);
    case 'service-exposes':
      return serviceExposes(predicate, context);
    case 'published-port':
      return publishedPort(predicate, context);
    case 'service-command':
      return serviceCommand(predicate, context);
    case 'service-variable':
      return serviceVariable(predicate, context);
    case 'http':
      return http(predicate, context);
    case 'quiz-answered':
      return quizAnswered(predicate, context);
  }
}
