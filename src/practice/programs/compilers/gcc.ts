import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { flush, write } from '../lines.ts';
import { check, link, LinkError } from './c/link.ts';
import type { Unit } from './c/link.ts';
import { preprocess } from './c/preprocess.ts';
import { CompileError } from './c/tokens.ts';
import type { Token } from './c/tokens.ts';
import { executableFile, objectFile, readObject } from './c-program.ts';
import { diagnostic } from './diagnostics.ts';
import { linkedSize, objectSize, pathOfLoader } from './sizes.ts';

const options = {
  compile: { short: 'c', help: 'compile and assemble, but do not link' },
  output: { short: 'o', value: 'FILE', help: 'place the output into FILE' },
  define: { short: 'D', value: 'NAME[=VALUE]', help: 'define a macro' },
  include: { short: 'I', value: 'DIRECTORY', help: 'look for included files there too' },
  library: { short: 'l', value: 'LIBRARY', help: 'link with the library' },
  libraryDirectory: { short: 'L', value: 'DIRECTORY', help: 'look for libraries there too' },
  optimize: { short: 'O', value: 'LEVEL', optional: true, help: 'optimize (nothing changes here)' },
  debug: { short: 'g', value: 'LEVEL', optional: true, help: 'debugging information (none here)' },
  warning: { short: 'W', value: 'WARNING', optional: true, help: 'warnings' },
  feature: { short: 'f', value: 'FEATURE', help: 'code generation (nothing changes here)' },
  machine: { short: 'm', value: 'MACHINE', help: 'machine (nothing changes here)' },
  strip: { short: 's', help: 'remove all symbol table information' },
  verbose: { short: 'v', help: 'display the programs invoked by the compiler' },
  quiet: { short: 'w', help: 'no warnings' },
  static: { long: 'static', help: 'link statically' },
  standard: { long: 'std', value: 'STANDARD', help: 'the version of C' },
  pedantic: { long: 'pedantic', help: 'warnings of strict ISO C' },
  pipe: { long: 'pipe', help: 'use pipes (nothing changes here)' },
  pthread: { long: 'pthread', help: 'support threads' },
  dumpVersion: { long: 'dumpversion', help: 'display the version of the compiler' },
  dumpMachine: { long: 'dumpmachine', help: "display the compiler's target processor" },
} as const;

type GccCall = Call<typeof options>;

/** gcc and cc: enough C for the class's program and more (c/); what is missing is refused with its place. */
export const gcc: Program = defineProgram(
  {
    usage: 'NAME [options] file...',
    summary: 'Compiles C.',
    options,
    unsupported: 'ESxPMH',
    usageStatus: 1,
    usageHint: 'compilation terminated.',
    prepare: (given) =>
      given.map((word) => (/^-(static|std=.*|pedantic|pipe|pthread|dumpversion|dumpmachine)$/.test(word) ? `-${word}` : word)),
  },
  async (call) => {
    const { context, operands, values, print } = call;
    const version = await compilerVersion(call);
    if (values.dumpVersion) {
      await print(`${version.split('.')[0] ?? ''}\n`);
      return 0;
    }
    if (values.dumpMachine) {
      await print(`${context.system.architecture}-linux-gnu\n`);
      return 0;
    }
    if (operands.length === 0) return fatal(call, 'no input files');
    if (values.pthread) return fatal(call, 'threads are not supported on the practice device');
    const unknown = call.all('library').find((name) => name !== 'm' && name !== 'c');
    const compiled: { operand: string; parts: Unit[]; source: string }[] = [];
    for (const operand of operands) {
      const found = await compile(call, operand);
      if (found === undefined) return 1;
      compiled.push({ operand, ...found });
    }
    if (values.compile) return writeObjects(call, compiled);
    if (unknown !== undefined) return linkFailure(call, `/usr/bin/ld: cannot find -l${unknown}: No such file or directory`);
    return writeProgram(
      call,
      compiled.flatMap(({ parts }) => parts),
    );
  },
);

async function compile(call: GccCall, operand: string): Promise<{ parts: Unit[]; source: string } | undefined> {
  const { fileSystem } = call.context.system;
  let content: Buffer;
  try {
    content = await fileSystem.readFile(pathOf(call.context, operand));
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    await say(
      call,
      `${shortName(call)}: fatal error: ${operand}: ${error.message.replace(/:.*/, '')}\ncompilation terminated.\n`.replace(
        'fatal error',
        'error',
      ),
    );
    return undefined;
  }
  const parts = readObject(content);
  if (parts !== undefined) return { parts, source: '' };
  const source = content.toString('latin1');
  if (!/\.(c|i)$/.test(operand)) {
    const isOther = /\.(cc|cpp|cxx|C|s|S|f|f90)$/.test(operand);
    await say(
      call,
      isOther
        ? `${shortName(call)}: error: ${operand}: only C is supported on the practice device\n`
        : `/usr/bin/ld:${operand}: file format not recognized; treating as linker script\ncollect2: error: ld returned 1 exit status\n`,
    );
    return undefined;
  }
  const texts = new Map([[operand, source]]);
  await readIncludes(call, operand, source, texts);
  let tokens: Token[] = [];
  try {
    const installed = await fileSystem.list('/usr/include').catch((): string[] => []);
    tokens = preprocess(source, operand, {
      definitions: call.all('define'),
      hasHeader: (name) =>
        name === 'stddef.h' || name === 'stdbool.h' || installed.includes(name.split('/')[0] ?? '') || installed.includes('stdio.h'),
      readInclude: (name, from) =>
        includeCandidates(call, name, from).flatMap((path) => (texts.has(path) ? [{ path, text: texts.get(path) ?? '' }] : []))[0],
      now: new Date(call.context.system.now()),
    });
    const unit = { file: operand, tokens };
    check(unit);
    return { parts: [unit], source };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    await say(call, diagnostic(error, functionAround(tokens, error.at), texts.get(error.at.file)));
    return undefined;
  }
}

/** The function whose braces an error stands in, for gcc's first line. */
function functionAround(tokens: readonly Token[], at: Token): string | undefined {
  let depth = 0;
  let name: string | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'punctuator' && token.text === '{') {
      if (depth === 0) name = tokens[index - 1]?.text === ')' ? nameBefore(tokens, index - 1) : undefined;
      depth += 1;
    }
    if (token === at || (token.file === at.file && token.line === at.line && token.column === at.column))
      return depth > 0 ? name : undefined;
    if (token.kind === 'punctuator' && token.text === '}') depth -= 1;
  }
  return undefined;
}

function nameBefore(tokens: readonly Token[], close: number): string | undefined {
  let depth = 0;
  for (let index = close; index >= 0; index -= 1) {
    const text = tokens[index]?.text;
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    if (depth === 0) return tokens[index - 1]?.text;
  }
  return undefined;
}

/** Files are read before preprocessing, which waits for nothing: those that `#include "…"` lines name, and theirs. */
async function readIncludes(call: GccCall, from: string, text: string, texts: Map<string, string>): Promise<void> {
  for (const match of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm))
    for (const path of includeCandidates(call, match[1] ?? '', from)) {
      if (texts.has(path)) break;
      const content = await call.context.system.fileSystem.readFile(pathOf(call.context, path)).catch(() => undefined);
      if (content === undefined) continue;
      texts.set(path, content.toString('latin1'));
      await readIncludes(call, path, content.toString('latin1'), texts);
      break;
    }
}

function includeCandidates(call: GccCall, name: string, from: string): string[] {
  const beside = from.includes('/') ? `${from.slice(0, from.lastIndexOf('/'))}/${name}` : name;
  return [beside, ...call.all('include').map((directory) => `${directory}/${name}`)];
}

async function writeObjects(call: GccCall, compiled: readonly { operand: string; parts: Unit[]; source: string }[]): Promise<number> {
  const { output } = call.values;
  if (output !== undefined && compiled.length > 1) return fatal(call, "cannot specify '-o' with '-c', '-S' or '-E' with multiple files");
  for (const { operand, parts, source } of compiled) {
    const [unit] = parts;
    if (unit === undefined) continue;
    const name = output ?? operand.slice(operand.lastIndexOf('/') + 1).replace(/\.\w+$/, '.o');
    await put(call, name, objectFile(unit), 0o644, objectSize(source.length));
  }
  return 0;
}

async function writeProgram(call: GccCall, parts: readonly Unit[]): Promise<number> {
  try {
    link(parts);
  } catch (error) {
    if (error instanceof CompileError) {
      await say(call, diagnostic(error, undefined, undefined));
      return 1;
    }
    if (!(error instanceof LinkError)) throw error;
    const file = error.within === '_start' ? '/usr/lib/gcc/../Scrt1.o' : error.file;
    return linkFailure(call, `/usr/bin/ld: ${file}: in function \`${error.within}':\n${error.file}:(.text+0x9): ${error.message}`);
  }
  const { architecture } = call.context.system;
  const isStatic = call.values.static;
  const isMusl = await isThere(call, `/lib/ld-musl-${architecture}.so.1`);
  const content = executableFile(parts, isStatic ? undefined : pathOfLoader(architecture, isMusl));
  return put(call, call.values.output ?? 'a.out', content, 0o755, linkedSize(isStatic, call.values.strip, isMusl));
}

async function isThere(call: GccCall, path: string): Promise<boolean> {
  return call.context.system.fileSystem.stat(path).then(
    () => true,
    () => false,
  );
}

async function put(call: GccCall, name: string, content: string, mode: number, size: number): Promise<number> {
  const { fileSystem } = call.context.system;
  const path = normalizePath(name, call.context.workingDirectory);
  try {
    await fileSystem.writeFile(path, Buffer.from(content, 'latin1'), { mode });
    await fileSystem.changeMode(path, mode);
    await fileSystem.declareSize(path, Math.max(size, content.length));
    return 0;
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    return linkFailure(call, `/usr/bin/ld: cannot open output file ${name}: ${error.message.replace(/:.*/, '')}`);
  }
}

async function linkFailure(call: GccCall, message: string): Promise<number> {
  await say(call, `${message}\ncollect2: error: ld returned 1 exit status\n`);
  return 1;
}

async function fatal(call: GccCall, message: string): Promise<number> {
  await say(call, `${shortName(call)}: fatal error: ${message}\ncompilation terminated.\n`);
  return 1;
}

async function say(call: GccCall, text: string): Promise<void> {
  await flush(call.context.stdout, call.context.ended);
  await write(call.context.stderr, Buffer.from(text, 'latin1'), call.context.ended);
}

function shortName(call: GccCall): string {
  return call.name.slice(call.name.lastIndexOf('/') + 1);
}

/** The compiler's version is that of the installed package. */
async function compilerVersion(call: GccCall): Promise<string> {
  const status = await call.context.system.fileSystem.readFile('/var/lib/dpkg/status').catch(() => Buffer.alloc(0));
  return /^Package: gcc-\d+\n(?:.+\n)*?Version: (\d+\.\d+\.\d+)/m.exec(status.toString())?.[1] ?? '14.2.0';
}

/** `gcc --version`. */
export const gccWithVersion: Program = async (context) => {
  const [name = '', ...given] = context.arguments;
  if (!given.includes('--version')) return gcc(context);
  const status = (await context.system.fileSystem.readFile('/var/lib/dpkg/status').catch(() => Buffer.alloc(0))).toString();
  const full = /^Package: gcc-\d+\n(?:.+\n)*?Version: (\S+)/m.exec(status)?.[1] ?? '14.2.0-19';
  const alpine = status === '';
  const label = alpine ? 'Alpine 14.2.0' : `Debian ${full}`;
  const text = `${name.slice(name.lastIndexOf('/') + 1)} (${label}) ${full.replace(/-.*$/, '')}\nThe practice device's own C compiler, for a part of the language.\n`;
  await write(context.stdout, Buffer.from(text), context.ended);
  await flush(context.stdout, context.ended);
  return 0;
};
