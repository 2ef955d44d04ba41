/**
 * The practice registry keeps its images in the engine's store under tags of its own, so that a device that deletes its copy
 * deletes only its own tag. A device lists what it downloaded or built, not these.
 */
export const registryPrefix = 'practice-registry/';

export function isRegistryTag(tag: string): boolean {
  return tag.startsWith(registryPrefix);
}
