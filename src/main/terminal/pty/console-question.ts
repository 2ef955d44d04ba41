/**
 * The console that node-pty brings for Windows asks what terminal it is in before anything else (`VtIo::StartIfNeeded` of Windows Terminal 1.23),
 * and holds the shell back for 3 s unless it is told. Told at once, by this: a VT100-like terminal (61) with colours (22).
 */
export const consoleAnswer = '\x1b[?61;22c';

const question = Buffer.from('\x1b[c');
/** Bytes of output after which nothing is a question of the console any more. */
const longestPrologue = 4096;

/** Takes that question out of the output: the screen would answer it once more, and a second answer is typed into the shell. */
export function createQuestionFilter(): (bytes: Buffer) => Buffer {
  let held = Buffer.alloc(0);
  let seen = 0;
  return (bytes) => {
    if (seen > longestPrologue) return bytes;
    const all = Buffer.concat([held, bytes]);
    const at = all.indexOf(question);
    seen = at === -1 ? seen + bytes.length : Infinity;
    if (at !== -1) return Buffer.concat([all.subarray(0, at), all.subarray(at + question.length)]);
    const kept = seen > longestPrologue ? 0 : beginning(all);
    held = Buffer.from(all.subarray(all.length - kept));
    return all.subarray(0, all.length - kept);
  };
}

/** How many of the last bytes may be the first ones of the question. */
function beginning(bytes: Buffer): number {
  return [2, 1].find((length) => bytes.length >= length && question.indexOf(bytes.subarray(-length)) === 0) ?? 0;
}
