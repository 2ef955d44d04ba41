import type { ContainerEngine } from '../../engine/engine.ts';
import { EngineError } from '../../engine/engine.ts';
import { registryPrefix } from '../../engine/images/registry-tag.ts';

export function registryTag(imageLocation: string): string {
  return `${registryPrefix}${imageLocation.slice(imageLocation.lastIndexOf('/') + 1)}:latest`;
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
