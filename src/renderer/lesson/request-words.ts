import type { RequestBlock, Step } from '../../shared/course/course.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';

export function isExpected({ expects, status }: RequestBlock, answer: HttpAnswer): boolean {
  return answer.verdict === expects && (status === undefined || answer.status === status);
}

/** `GET http://backend/`, with its place where the step has the same one several times, so that nobody takes one for another. */
export function requestName(step: Step, block: RequestBlock): string {
  const same = step.blocks.filter((one) => one.kind === 'request').filter((one) => isSame(one, block));
  const place = same.length > 1 ? `, ${same.findIndex(({ id }) => id === block.id) + 1} of ${same.length} in this step` : '';
  return `${block.method} ${block.url}${place}`;
}

/** Why an answer may be another than the lesson's. `isChanging`: a container is coming or has just come, as far as is known. */
export function whyUnexpected(step: Step, block: RequestBlock, answer: HttpAnswer, isChanging: boolean): string {
  const shows = `The lesson shows ${expectedOf(block)}`;
  if (isWhatComesLater(step, block, answer)) return `${shows} here, before this step’s change, which has been made already.`;
  if (isChanging)
    return `${shows}. Right after a push, the new container or the program in it may not be ready: wait a moment, then send it again.`;
  return `${shows}. Nothing is changing on the device just now: see whether what comes before this request is done, and what comes after it is not.`;
}

/** The same request stands further on in the step, and there it is to be answered like this. */
function isWhatComesLater({ blocks }: Step, block: RequestBlock, answer: HttpAnswer): boolean {
  const place = blocks.findIndex((one) => one.kind === 'request' && one.id === block.id);
  return blocks.slice(place + 1).some((one) => one.kind === 'request' && isSame(one, block) && isExpected(one, answer));
}

function isSame(one: RequestBlock, other: RequestBlock): boolean {
  return one.method === other.method && one.url === other.url && JSON.stringify(one.from) === JSON.stringify(other.from);
}

function expectedOf({ expects, status }: RequestBlock): string {
  if (expects === 'delivered') return status === undefined ? 'an answer' : `the answer ${status}`;
  return { refused: 'a refused connection', unresolved: 'a name that is not found', timeout: 'no answer at all' }[expects];
}
