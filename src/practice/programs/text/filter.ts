import type { AnyCall } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { quote, quoteIfNeeded, reasonOf } from '../messages.ts';

/**
 * The content of each operand in turn (standard input where there is none), for programs that go through files one by
 * one. `failed` tells afterwards whether one could not be read; the complaint has been made.
 */
export function openEach(
  call: AnyCall,
  operands: readonly string[],
  wording: (name: string, reason: string) => string = (name, reason) => `${quoteIfNeeded(name)}: ${reason}`,
): { inputs: AsyncGenerator<AsyncIterable<Buffer>>; failed: () => boolean } {
  let failed = false;
  async function* inputs(): AsyncGenerator<AsyncIterable<Buffer>> {
    for (const name of operands.length === 0 ? ['-'] : operands) {
      let input: AsyncIterable<Buffer>;
      try {
        input = await openInput(call.context, name);
      } catch (error) {
        await call.complain(wording(name, reasonOf(error)));
        failed = true;
        continue;
      }
      yield input;
    }
  }
  return { inputs: inputs(), failed: () => failed };
}

/** All operands' content as one. */
export async function* joinInputs(inputs: AsyncIterable<AsyncIterable<Buffer>>): AsyncGenerator<Buffer> {
  for await (const input of inputs) yield* input;
}

/** tac's and rev's wording. */
export function openWording(name: string, reason: string): string {
  return `failed to open ${quote(name)} for reading: ${reason}`;
}
