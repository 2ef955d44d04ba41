import { readChunks } from '../../lines.ts';
import type { AptCall } from './apt-call.ts';

/** apt's question; without `-y` and without somebody who answers it is a no. */
export async function confirm(call: AptCall): Promise<boolean> {
  const { context, values, print } = call;
  if (values.yes || values.assumeYes || values.force) return true;
  await print('Do you want to continue? [Y/n] ');
  if ((context.stdin as { isTTY?: boolean }).isTTY !== true) {
    await print('Abort.\n');
    return false;
  }
  let answer = '';
  for await (const chunk of readChunks(context.stdin, context.ended)) {
    answer += chunk.toString();
    if (answer.includes('\n')) break;
  }
  if (answer !== '' && /^\s*(y(es)?)?\s*$/i.test(answer)) return true;
  await print('Abort.\n');
  return false;
}
