import type { ArithmeticFor, Case, CompoundList, For, If, Select, While } from 'unbash';
import { LoopControl, ShellError } from '../control.ts';
import { assignVariable } from '../expansion/assign.ts';
import { expandArithmetic, expandPattern, expandText, expandWords, matchesPattern } from '../expansion/word.ts';
import { worded } from '../messages.ts';
import type { RunOptions, Shell } from '../state.ts';
import { isName } from '../variables.ts';
import { mayContinue, readBytes, writeText } from './descriptors.ts';
import { tolerating } from './tolerating.ts';
import { trace } from './trace.ts';

export async function runIf(shell: Shell, node: If, options: RunOptions): Promise<number> {
  for (const { clause, then } of [node, ...node.elif]) {
    const status = await tolerating(shell, () => shell.interpreter.runList(shell, clause.commands));
    if (status === 0) return shell.interpreter.runList(shell, then.commands, options);
  }
  return node.else === undefined ? 0 : shell.interpreter.runList(shell, node.else.commands, options);
}

export async function runWhile(shell: Shell, node: While): Promise<number> {
  const wanted = node.kind === 'while';
  return looping(shell, async (runBody) => {
    let status = 0;
    for (;;) {
      const test = await runBody(() => tolerating(shell, () => shell.interpreter.runList(shell, node.clause.commands)));
      if (test === 'break') return status;
      if (test === 'continue') continue;
      if ((test === 0) !== wanted) return status;
      const body = await runBody(() => shell.interpreter.runList(shell, node.body.commands));
      if (body === 'break') return 0;
      status = body === 'continue' ? 0 : body;
    }
  });
}

export async function runFor(shell: Shell, node: For): Promise<number> {
  const name = node.name.text;
  if (!isName(name)) {
    throw new ShellError(worded(shell, { dash: 'Syntax error: Bad for loop variable', bash: `\`${name}': not a valid identifier` }), {
      status: worded(shell, { dash: '2', bash: '1' }) === '2' ? 2 : 1,
      scope: shell.flavour === 'bash' ? 'command' : 'script',
    });
  }
  const values = node.wordlist === undefined ? [...shell.positional] : await expandWords(shell, node.wordlist);
  const { unit } = shell.place;
  const head = unit.text.slice(node.pos, node.body.pos).replace(/;?\s*do\s*$/, '');
  return overValues(
    shell,
    values,
    async (value) => {
      if (shell.options.xtrace && shell.flavour === 'bash') await trace(shell, [head]);
      assignVariable(shell, name, value);
    },
    node.body,
  );
}

export async function runArithmeticFor(shell: Shell, node: ArithmeticFor): Promise<number> {
  const text = (part: { pos: number; end: number } | undefined): string | undefined =>
    part === undefined ? undefined : shell.place.unit.text.slice(part.pos, part.end);
  const [initialize, test, update] = [text(node.initialize), text(node.test), text(node.update)];
  if (initialize !== undefined) await expandArithmetic(shell, initialize);
  return looping(shell, async (runBody) => {
    let status = 0;
    while (test === undefined || (await expandArithmetic(shell, test)) !== 0n) {
      const body = await runBody(() => shell.interpreter.runList(shell, node.body.commands));
      if (body === 'break') return 0;
      status = body === 'continue' ? 0 : body;
      if (update !== undefined) await expandArithmetic(shell, update);
    }
    return status;
  });
}

/** bash's menu: the choices are printed on stderr, the answer is read from stdin until it ends. */
export async function runSelect(shell: Shell, node: Select): Promise<number> {
  const values = node.wordlist === undefined ? [...shell.positional] : await expandWords(shell, node.wordlist);
  if (values.length === 0) return 0;
  const width = String(values.length).length;
  const menu = values.map((value, index) => `${String(index + 1).padStart(width)}) ${value}\n`).join('');
  return looping(shell, async (runBody) => {
    let isMenuWanted = true;
    let status = 0;
    for (;;) {
      await writeText(shell, 2, `${isMenuWanted ? menu : ''}${shell.variables.get('PS3') ?? '#? '}`);
      const line = await readBytes(shell, 0, { delimiter: 10 });
      if (line === undefined) return 1;
      const reply = line.toString().replace(/\n$/, '');
      isMenuWanted = reply === '';
      if (isMenuWanted) continue;
      assignVariable(shell, 'REPLY', reply);
      assignVariable(shell, node.name.text, values[Number(reply) - 1] ?? '');
      const body = await runBody(() => shell.interpreter.runList(shell, node.body.commands));
      if (body === 'break') return 0;
      status = body === 'continue' ? status : body;
    }
  });
}

export async function runCase(shell: Shell, node: Case, options: RunOptions): Promise<number> {
  const text = await expandText(shell, node.word);
  let status = 0;
  let fallsThrough = false;
  for (const { pattern, body, terminator } of node.items) {
    let isMatch = fallsThrough;
    for (const word of pattern) isMatch ||= matchesPattern(text, await expandPattern(shell, word));
    if (!isMatch) continue;
    status = await shell.interpreter.runList(shell, body.commands, terminator === ';&' || terminator === ';;&' ? {} : options);
    if (terminator !== ';&' && terminator !== ';;&') return status;
    fallsThrough = terminator === ';&';
  }
  return status;
}

async function overValues(
  shell: Shell,
  values: readonly string[],
  use: (value: string) => Promise<void>,
  body: CompoundList,
): Promise<number> {
  return looping(shell, async (runBody) => {
    let status = 0;
    for (const value of values) {
      await use(value);
      const result = await runBody(() => shell.interpreter.runList(shell, body.commands));
      if (result === 'break') return 0;
      status = result === 'continue' ? 0 : result;
    }
    return status;
  });
}

type RunBody = (run: () => Promise<number>) => Promise<number | 'break' | 'continue'>;

/** `break` and `continue` that mean this loop end here; those of outer loops go on to them. */
async function looping(shell: Shell, loop: (runBody: RunBody) => Promise<number>): Promise<number> {
  shell.depth.loop += 1;
  try {
    return await loop(async (run) => {
      await mayContinue(shell);
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof LoopControl)) throw error;
        if (error.levels > 1 && shell.depth.loop > 1) {
          error.levels -= 1;
          throw error;
        }
        return error.kind;
      }
    });
  } finally {
    shell.depth.loop -= 1;
  }
}
