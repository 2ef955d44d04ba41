import type { ContainerEngine } from '../../engine/engine.ts';
import { EngineError } from '../../engine/engine.ts';

/**
 * The practice registry keeps its images in the engine's store under a tag of its own, so that a device that deletes
 * its copy deletes only its own tag. A device lists the images that it downloaded, not these.
 */
const prefix = 'practice-registry/';

export function registryTag(imageLocation: string): string {
  return `${prefix}${imageLocation.slice(imageLocation.lastIndexOf('/') + 1)}:latest`;
}

/** Forgets an image that no release has any more. */
export async function dropImage(imageLocation: string, engine: ContainerEngine): Promise<void> {
  try {
    await engine.removeImage(registryTag(imageLocation));
  } catch (error) {
    // It was never built, or a container of the device still runs from it: the engine keeps it as long as it is used.
    if (!(error instanceof EngineError) || (error.code !== 'not-found' && error.code !== 'conflict')) throw error;
  }
}
