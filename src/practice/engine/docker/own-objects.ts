import { z } from 'zod';
import type { ContainerSpec } from '../engine.ts';

/** How this practice device tells its own objects from everything else on the learner's engine. */
export interface Ownership {
  /** Label of its containers, volumes and networks. */
  readonly label: { readonly name: string; readonly value: string };
  /** Repository of the tag that its images carry, so that a build's log and cache stay what they are without a label. */
  readonly repository: string;
}

const labelName = 'io.fleetlab.device';
const specLabel = 'io.fleetlab.spec';

/** `device` is lower case letters, digits and `-`. */
export function ownershipOf(device: string): Ownership {
  return { label: { name: labelName, value: device }, repository: `fleetlab-${device}` };
}

export function ownFilter({ label }: Ownership): { label: string[] } {
  return { label: [`${label.name}=${label.value}`] };
}

export function isOwn({ label }: Ownership, labels: Readonly<Record<string, string>> | undefined | null): boolean {
  return labels?.[label.name] === label.value;
}

export function withOwnLabel({ label }: Ownership, labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...labels, [label.name]: label.value };
}

/** What the caller gave, without the labels that are the practice device's own. */
export function withoutOwnLabels(labels: Readonly<Record<string, string>> | undefined | null): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => name !== labelName && name !== specLabel));
}

/** A container's labels carry what it was asked to be: the engine's own account of it has lost some of that. */
export function containerLabels(ownership: Ownership, spec: ContainerSpec): Record<string, string> {
  return { ...withOwnLabel(ownership, spec.labels), [specLabel]: JSON.stringify(spec) };
}

/** Only what decides whether a label's text is such an account; the rest was typed when it was written. */
const rememberedSpec = z.looseObject({ name: z.string(), image: z.string(), labels: z.record(z.string(), z.string()) });

export function specOf(labels: Readonly<Record<string, string>> | undefined): ContainerSpec | undefined {
  try {
    const value: unknown = JSON.parse(labels?.[specLabel] ?? '');
    return rememberedSpec.safeParse(value).success ? (value as ContainerSpec) : undefined;
  } catch {
    return undefined;
  }
}

/** The tag that marks an image as one of the device's. */
export function markOf(ownership: Ownership, imageId: string): { repo: string; tag: string } {
  return { repo: ownership.repository, tag: imageId.replace(/^sha256:/, '').slice(0, 12) };
}

export function isMark(ownership: Ownership, tag: string): boolean {
  return isOf(ownership.repository, tag);
}

/** Repository of the tags by which checkpoints keep their images. */
export function checkpointRepository({ repository }: Ownership): string {
  return `${repository}-checkpoints`;
}

/** The tag by which a checkpoint, named by hexadecimal digits, keeps an image. */
export function checkpointMark(ownership: Ownership, key: string, imageId: string): { repo: string; tag: string } {
  return { repo: checkpointRepository(ownership), tag: `${key}-${markOf(ownership, imageId).tag}` };
}

/** Tags that the device's callers know nothing of. */
export function isOwnTag(ownership: Ownership, tag: string): boolean {
  return isMark(ownership, tag) || isOf(checkpointRepository(ownership), tag);
}

/** Podman puts `localhost/` before what names no registry. */
function isOf(repository: string, tag: string): boolean {
  return tag.startsWith(`${repository}:`) || tag.startsWith(`localhost/${repository}:`);
}
