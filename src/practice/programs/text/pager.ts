import { defineProgram } from '../define-program.ts';
import { readAll, readChunks, write } from '../lines.ts';
import { inputTerminal, outputTerminal } from '../terminal-output.ts';
import { joinInputs, openEach } from './filter.ts';

/** `less` and `more`: a pager on a terminal, `cat` elsewhere. Keys come from the terminal, so a piped text is shown whole. */
export const less = defineProgram(
  {
    usage: 'NAME [file...]',
    summary: 'Show text a screen at a time. Keys: space, b, Enter, j, k, g, G, q.',
    unsupported: 'abBcCdDGjJkKLmMoOpPstTuUVwWxyz',
    options: {
      endAtOnce: { short: 'F', help: 'show a text that fits on the screen without waiting' },
      chop: { short: 'S', help: 'cut long lines (always so here)' },
      raw: { short: 'R', help: 'show colours (always so here)' },
      noInit: { short: 'X', help: '(always so here)' },
      quitAtEnd: { short: 'e', help: '(ignored)' },
      ignoreCase: { short: 'i', help: '(ignored)' },
      numbers: { short: 'N', help: 'show line numbers' },
      noBell: { short: 'q', help: '(ignored)' },
      forward: { short: 'f', help: '(ignored)' },
    },
  },
  async (call) => {
    const { context, operands, values } = call;
    const { inputs, failed } = openEach(call, operands);
    const screen = outputTerminal(context);
    const keyboard = inputTerminal(context);
    if (screen === undefined || keyboard === undefined || operands.length === 0) {
      if (operands.length === 0 && keyboard !== undefined) {
        await call.complain('missing file name');
        return 1;
      }
      for await (const chunk of joinInputs(inputs)) await write(context.stdout, chunk, context.ended);
      return failed() ? 1 : 0;
    }
    const text = (await readAll(joinInputs(inputs))).toString('latin1').replace(/\n$/, '');
    if (failed()) return 1;
    const lines = text.split('\n').map((line, index) => (values.numbers ? `${String(index + 1).padStart(7)} ${line}` : line));
    const page = (): number => Math.max(1, screen.rows - 1);
    if (lines.length <= page()) {
      await write(context.stdout, `${lines.join('\n')}\n`, context.ended);
      return 0;
    }
    const before = keyboard.mode;
    keyboard.mode = 'raw';
    let top = 0;
    const draw = async (): Promise<void> => {
      const shown = lines.slice(top, top + page()).map((line) => line.slice(0, screen.columns));
      const isEnd = top + page() >= lines.length;
      await write(context.stdout, `\u001b[H\u001b[2J${shown.join('\r\n')}\r\n\u001b[7m${isEnd ? '(END)' : ':'}\u001b[0m`, context.ended);
    };
    const onResize = screen.onResize(() => void draw().catch(() => undefined));
    try {
      await draw();
      for await (const chunk of readChunks(context.stdin, context.ended)) {
        for (const key of chunk.toString('latin1').match(/\u001b\[[A-D5-6]~?|[^]/g) ?? []) {
          if (key === 'q' || key === 'Q' || key === '\u0003') return 0;
          const last = Math.max(0, lines.length - page());
          top = Math.min(last, Math.max(0, moved(key, top, page(), last)));
        }
        await draw();
      }
      return 0;
    } finally {
      onResize();
      keyboard.mode = before;
      if (!context.ended.aborted) await write(context.stdout, '\r\u001b[K', context.ended);
    }
  },
);

function moved(key: string, top: number, page: number, last: number): number {
  switch (key) {
    case ' ':
    case 'f':
    case '\u001b[6~':
      return top + page;
    case 'b':
    case '\u001b[5~':
      return top - page;
    case '\r':
    case '\n':
    case 'j':
    case '\u001b[B':
      return top + 1;
    case 'k':
    case '\u001b[A':
      return top - 1;
    case 'g':
      return 0;
    case 'G':
      return last;
    default:
      return top;
  }
}
