import { counted, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

/** A question is answered with its right answer; one that asks for a prediction with any. */
export function quizAnswered({ quizzes }: { quizzes?: string[] | undefined }, { step, answers }: CheckContext): Verdict {
  const asked = step.blocks.filter((block) => block.kind === 'quiz').filter(({ id }) => quizzes?.includes(id) ?? true);
  const open = asked.filter(({ id }) => answers[id] === undefined);
  const wrong = asked.filter(({ id, predict, options }) => {
    const answer = answers[id];
    return answer !== undefined && !predict && options[answer]?.right !== true;
  });
  if (open.length === 0 && wrong.length === 0)
    return passed(asked.length === 1 ? 'The question is answered.' : 'All questions are answered.');
  if (open.length === 0) return notYet(`${counted(wrong.length, 'answer is', 'answers are')} not right yet.`);
  return notYet(
    asked.length === 1 ? 'The question is not answered yet.' : `${open.length} of ${asked.length} questions are not answered yet.`,
  );
}
