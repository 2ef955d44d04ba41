import { useEffect, useRef } from 'react';
import { useModel } from '../../state/model-context.tsx';
import { newsBetween } from './life-news.ts';
import type { LifeStory } from './life-story.ts';

/** Says through the live region what happens to containers while the picture is open. */
export function useLifeNews(story: LifeStory): void {
  const { announcer } = useModel();
  const before = useRef<LifeStory>(undefined);
  useEffect(() => {
    const known = before.current;
    before.current = story;
    if (known === undefined) return;
    const news = newsBetween(known, story);
    if (news.length > 0) announcer.announce(news.join(' '));
  }, [announcer, story]);
}
