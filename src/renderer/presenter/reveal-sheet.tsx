import { Lightbulb } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { hintNames } from '../lesson/hint-names.ts';
import { Prose } from '../lesson/prose.tsx';
import { useModel } from '../state/model-context.tsx';
import { plainText } from './html-parts.ts';
import { stepOf, type Slide } from './slides.ts';

/** The hint that was asked for last, over the slide's lower edge. A question shows its answer in its own place. */
export function RevealSheet({ slide, revealed }: { slide: Slide; revealed: number }): ReactElement | null {
  const { announcer } = useModel();
  const step = stepOf(slide);
  const quiz = slide.kind === 'step' ? slide.blocks.find((block) => block.kind === 'quiz') : undefined;
  const hint = quiz === undefined && revealed > 0 ? step?.hints[revealed - 1] : undefined;
  const right = quiz?.options.find((option) => option.right);
  const spoken =
    revealed === 0
      ? ''
      : quiz === undefined
        ? hint === undefined
          ? ''
          : `${hintNames[hint.level]}. ${plainText(hint.html)}`
        : `The answer: ${right?.text ?? ''} ${right?.because ?? ''}`.replaceAll('`', '');
  useEffect(() => {
    if (spoken !== '') announcer.announce(spoken);
  }, [announcer, spoken]);
  if (hint === undefined || step === undefined) return null;
  return (
    <aside className="reveal" aria-label="Hint">
      <Lightbulb aria-hidden className="reveal-icon" />
      <div className="reveal-text">
        <p className="reveal-name">
          {hintNames[hint.level]}
          <span className="reveal-count">
            {revealed} of {step.hints.length}
          </span>
        </p>
        <Prose html={hint.html} className="reveal-prose" />
      </div>
    </aside>
  );
}
