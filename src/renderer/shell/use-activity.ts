import { useEffect } from 'react';
import { useModel } from '../state/model-context.tsx';

/** A sign of the learner is told at most this often, in milliseconds. */
const tellEvery = 20_000;

/** Tells main that somebody is at work: the time spent on a step is measured by that. */
export function useActivity(): void {
  const { bridge } = useModel();
  useEffect(() => {
    let told = 0;
    function tell(): void {
      const now = Date.now();
      if (now - told < tellEvery || document.visibilityState === 'hidden') return;
      told = now;
      // A sign that is lost with the connection is no loss.
      bridge.call('course.active', undefined).catch(() => undefined);
    }
    const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const sign of signs) window.addEventListener(sign, tell, { capture: true, passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, tell, { capture: true });
    };
  }, [bridge]);
}
