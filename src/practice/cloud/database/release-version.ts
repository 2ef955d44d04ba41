import type { Json, Row } from './model.ts';
import { text } from './values.ts';

/** Major, minor and patch of a release. */
export function semanticVersion(release: Row): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = text(release['semver']).split('.').map(Number);
  return [major, minor, patch];
}

/** `1.2.3`, `1.2.3+rev2`, or for a draft `1.2.3-<time of creation in ms>`: the forms the API gives. */
export function rawVersion(release: Row): string {
  const base = text(release['semver']);
  const revision = release['revision'];
  if (typeof revision !== 'number') return `${base}-${Date.parse(text(release['created_at']))}`;
  return revision === 0 ? base : `${base}+rev${revision}`;
}

export function versionParts(release: Row): Json {
  const [major, minor, patch] = semanticVersion(release);
  return {
    raw: rawVersion(release),
    major,
    minor,
    patch,
    version: `${major}.${minor}.${patch}`,
    build: typeof release['revision'] === 'number' && release['revision'] > 0 ? [`rev${release['revision']}`] : [],
    prerelease: typeof release['revision'] === 'number' ? [] : [Date.parse(text(release['created_at']))],
  };
}
