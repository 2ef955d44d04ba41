// Says on stderr what set-up is doing, so that stdout stays free for what programs print for other programs.

const isTerminal = process.stderr.isTTY === true && process.env.CI === undefined;
const wheel = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Shows a line while `work` runs: with a moving sign on a terminal, else a line every ten seconds.
 *
 * @template T
 * @param {string} title
 * @param {(say: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  let detail = '';
  let turn = 0;
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const draw = () => {
    const width = (process.stderr.columns ?? 80) - 1;
    const line = `${wheel[turn++ % wheel.length]} ${title} · ${seconds()}${detail === '' ? '' : ` · ${detail}`}`;
    process.stderr.write(`\r\u001b[2K${line.slice(0, width)}`);
  };
  const timer = isTerminal ? setInterval(draw, 100) : setInterval(() => process.stderr.write(`  … ${title}, ${seconds()}\n`), 10_000);
  if (!isTerminal) process.stderr.write(`  ${title} …\n`);
  const clear = isTerminal ? '\r\u001b[2K' : '';
  try {
    const result = await work((text) => (detail = text));
    process.stderr.write(`${clear}✓ ${title} · ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${clear}✗ ${title} · ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
