import type { ReactElement } from 'react';
import { formatClock } from '../../format/time.ts';
import { lifecycleText } from './lifecycle-text.ts';
import type { LifeStory } from './life-story.ts';

/** The picture in words; hidden from sight, not from screen readers, while the picture is shown. */
export function LifecycleAsText({ story, isShown }: { story: LifeStory; isShown: boolean }): ReactElement {
  return (
    <div className={isShown ? 'view-text' : 'visually-hidden'} tabIndex={isShown ? 0 : undefined} role="group" aria-label="In words">
      <ul aria-label="Lifecycle as text">
        {lifecycleText(story).map((track) => (
          <li key={track.service}>
            {track.summary}
            <ul>
              {track.volumes.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
              {track.entries.map((entry, index) => (
                <li key={`${entry.time} ${index}`}>
                  {formatClock(entry.time)} {entry.text}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}
