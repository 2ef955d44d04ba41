import type { MachineEngine } from '../../shared/domain/environment.ts';
import { toErrorData } from '../../shared/errors.ts';
import { classImages, missingImages } from '../engine/docker/base-images.ts';
import { inEngineWords, openConnection } from '../engine/docker/connection.ts';
import { addressOf, asFleetlabError } from './docker-machine.ts';

/** Whether a container engine of this machine answers, which it is, and what it lacks for the class; nothing is changed there. */
export async function askMachineEngine(socket: string | undefined): Promise<MachineEngine> {
  try {
    const docker = openConnection(await addressOf(socket));
    const { Version: version } = await inEngineWords(() => docker.version()).catch(asFleetlabError);
    return { version, missingImages: await missingImages(docker, classImages) };
  } catch (error) {
    const { message, action } = toErrorData(error);
    return { problem: message, ...(action === undefined ? {} : { action }) };
  }
}
