import type { LifeStory, Track } from './life-story.ts';
import { trackState } from './lifecycle-text.ts';

/** What a listener should hear of what has happened between two readings: new containers, ends and the beginning of a loop, not each of its turns. */
export function newsBetween(before: LifeStory, after: LifeStory): string[] {
  return after.tracks.flatMap((track) => {
    const known = before.tracks.find(({ service }) => service === track.service);
    const is = trackState(track, after).word;
    return known === undefined ? [`${track.service}: ${is}.`] : trackNews(known, track, trackState(known, before).word, is);
  });
}

function trackNews(before: Track, after: Track, was: string, is: string): string[] {
  const [old, current] = [before.containers.at(-1), after.containers.at(-1)];
  if (current !== undefined && current.id !== old?.id)
    return [`${after.service} has a new container, number ${current.number}, with an empty layer.`];
  if (after.isLoop && !before.isLoop) return [`${after.service} is in a restart loop: the same container starts again and again.`];
  if (after.isLoop) return [];
  return was === is ? [] : [`${after.service}: ${is}.`];
}
