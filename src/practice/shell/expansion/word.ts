import { parse } from 'unbash';
import type { CommandExpansionPart, DoubleQuotedPart, HereDoc, Word, WordPart } from 'unbash';
import { featuresOf } from '../flavour.ts';
import { hereDocumentParts, parseTemplate } from '../parsing/source.ts';
import type { Shell } from '../state.ts';
import { evaluate } from './assign.ts';
import { expandBraces } from './brace.ts';
import { glob } from './glob.ts';
import { compilePattern, hasPatternCharacters } from './pattern.ts';
import { expandParameter, expandSimple } from './parameter-expansion.ts';
import type { OperandExpansion } from './parameter-expansion.ts';
import { separatorsOf } from './parameters.ts';
import { expandedPiece, joinPattern, joinPieces, literalPiece, quotedPiece, splitFields } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { expandTilde } from './tilde.ts';

type TildePlace = 'word' | 'assignment' | 'none';

/** A command's words: all expansions, splitting and file names. Throws ShellError. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    for (const unit of braceExpanded(shell, word)) expanded.push(...(await expandFields(shell, unit)));
  }
  return expanded;
}

/** A word as one text, without splitting or file names: assignments, `case`, targets of redirections. */
export async function expandText(shell: Shell, word: Word, tilde: TildePlace = 'word'): Promise<string> {
  return joinPieces(await wordPieces(shell, word, { quoted: false, tilde }));
}

/** A word as a pattern: what is quoted stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<string> {
  return joinPattern(await wordPieces(shell, word, { quoted: false, tilde: 'word' }));
}

/** The inside of `$(( ))`, a prompt: `$` and backticks are expanded, quotes mean nothing. */
export async function expandTemplate(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text;
  return joinPieces(await partsPieces(shell, parseTemplate(text), true));
}

/** Content of a here-document. */
export async function expandHereDocument(shell: Shell, document: HereDoc): Promise<string> {
  const { body, delimiter } = document;
  const text = document.operator === '<<-' ? body.text.replaceAll(/^\t+/gm, '') : body.text;
  if (delimiter?.quoted === true) return text;
  if (document.operator === '<<-')
    return text.endsWith('\n') ? `${await expandTemplate(shell, text.slice(0, -1))}\n` : expandTemplate(shell, text);
  return joinPieces(await partsPieces(shell, hereDocumentParts(body.parts, text), true));
}

/** The value of `$(( text ))`. */
export async function expandArithmetic(shell: Shell, text: string): Promise<bigint> {
  const expanded = await expandTemplate(shell, text);
  return evaluate(shell, expanded.replaceAll('"', ''));
}

async function expandFields(shell: Shell, word: Word): Promise<string[]> {
  if (word.parts === undefined && !/[\\~]/.test(word.text)) return [word.text];
  const pieces = await wordPieces(shell, word, { quoted: false, tilde: 'word' });
  const fields = splitFields(pieces, separatorsOf(shell));
  const expanded: string[] = [];
  for (const { text, pattern } of fields) {
    const mayMatch =
      !shell.options.noglob && (hasPatternCharacters(pattern) || word.parts?.some((part) => part.type === 'ExtendedGlob') === true);
    const paths = mayMatch
      ? await glob(shell.context.system.fileSystem, pattern, shell.workingDirectory, { extended: hasExtended(word) })
      : [];
    if (paths.length > 0) expanded.push(...paths);
    else expanded.push(text);
  }
  return expanded;
}

function hasExtended(word: Word): boolean {
  return word.parts?.some((part) => part.type === 'ExtendedGlob') ?? false;
}

const braceWords = new Map<string, readonly Word[]>();

function braceExpanded(shell: Shell, word: Word): readonly Word[] {
  if (!featuresOf(shell.flavour).bashOnly || word.parts?.some((part) => part.type === 'BraceExpansion') !== true) return [word];
  const known = braceWords.get(word.text);
  if (known !== undefined) return known;
  const words = expandBraces(word.text).flatMap((text) => {
    const command = parse(`: ${text === '' ? "''" : text}`).commands[0]?.command;
    return command?.type === 'Command' ? command.args.filter((argument) => argument.type === 'Word') : [];
  });
  if (braceWords.size > 500) braceWords.clear();
  braceWords.set(word.text, words);
  return words;
}

async function wordPieces(shell: Shell, word: Word, how: { quoted: boolean; tilde: TildePlace; splits?: boolean }): Promise<Piece[]> {
  const { parts } = word;
  if (how.quoted) return parts === undefined ? [quotedPiece(word.value)] : partsPieces(shell, parts, true);
  if (parts === undefined) return literalPieces(shell, word.text, how.tilde, how.splits ?? false);
  const pieces: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    const isPlain = part.type === 'Literal' || part.type === 'Glob';
    const tilde = how.tilde === 'assignment' ? 'assignment' : index === 0 && how.tilde === 'word' ? 'word' : 'none';
    // `~"x"` and `~$x` are no home directories.
    const isWhole = index === parts.length - 1 || part.text.includes('/');
    if (isPlain)
      pieces.push(...literalPieces(shell, part.text, isWhole || tilde === 'assignment' ? tilde : 'none', how.splits ?? false, index === 0));
    else pieces.push(...(await partPieces(shell, part, false)));
  }
  return pieces;
}

async function partsPieces(shell: Shell, parts: readonly WordPart[], quoted: boolean): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of parts) pieces.push(...(await partPieces(shell, part, quoted)));
  return pieces;
}

async function partPieces(shell: Shell, part: WordPart, quoted: boolean): Promise<Piece[]> {
  switch (part.type) {
    case 'Literal':
      return quoted ? [quotedPiece(part.value)] : literalPieces(shell, part.text, 'none', false);
    case 'Glob':
      return [quoted ? quotedPiece(part.text) : literalPiece(part.text)];
    case 'SingleQuoted':
      return [quotedPiece(part.value)];
    case 'AnsiCQuoted':
      // To dash `$'a'` is a dollar sign and a quoted text.
      return featuresOf(shell.flavour).bashWords ? [quotedPiece(part.value)] : [literalPiece('$'), quotedPiece(part.text.slice(2, -1))];
    case 'LocaleString':
    case 'DoubleQuoted':
      return doubleQuoted(shell, part.parts);
    case 'SimpleExpansion':
      return expandSimple(shell, part.text.slice(1), quoted);
    case 'ParameterExpansion':
      return expandParameter(shell, part, quoted, operandsOf(shell));
    case 'CommandExpansion': {
      const text = await substituted(shell, part, quoted);
      return [quoted ? quotedPiece(text) : expandedPiece(text)];
    }
    case 'ArithmeticExpansion': {
      const inside = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
      const text = (await expandArithmetic(shell, inside)).toString();
      return [quoted ? quotedPiece(text) : expandedPiece(text)];
    }
    case 'ProcessSubstitution':
      return [quotedPiece(await shell.interpreter.fileSubstitution(shell, part.script, part.operator))];
    case 'ExtendedGlob':
      return part.parts === undefined
        ? [literalPiece(part.text)]
        : [literalPiece(`${part.operator}(`), ...(await partsPieces(shell, part.parts, false)), literalPiece(')')];
    case 'BraceExpansion':
      return part.parts === undefined
        ? [literalPiece(part.text)]
        : [literalPiece('{'), ...(await partsPieces(shell, part.parts, quoted)), literalPiece('}')];
  }
}

async function doubleQuoted(shell: Shell, parts: DoubleQuotedPart['parts']): Promise<Piece[]> {
  const pieces = await partsPieces(shell, parts, true);
  // `"$@"` without parameters is no field at all; every other `""` is an empty one.
  const isEmptyList = pieces.length === 0 && parts.some((part) => isAllElements(part));
  return pieces.length === 0 && !isEmptyList ? [quotedPiece('')] : pieces;
}

function isAllElements(part: WordPart): boolean {
  return (
    (part.type === 'SimpleExpansion' && part.text === '$@') ||
    (part.type === 'ParameterExpansion' && (part.parameter === '@' || part.index?.text === '@'))
  );
}

function operandsOf(shell: Shell): OperandExpansion {
  return {
    pieces: (word, quoted) => wordPieces(shell, word, { quoted, tilde: quoted ? 'none' : 'word', splits: true }),
    text: (word) => expandText(shell, word),
    pattern: (word) => expandPattern(shell, word),
  };
}

/** Backticks: backslashes in front of `$`, backtick and backslash go before the command is read, within quotes also that of `"`. */
async function substituted(shell: Shell, part: CommandExpansionPart, quoted: boolean): Promise<string> {
  const { unit } = shell.place;
  if (!part.text.startsWith('`') || !part.text.includes('\\')) {
    return shell.interpreter.substitute(
      shell,
      part.script,
      part.script?.source === undefined ? unit : { ...unit, text: part.script.source },
    );
  }
  const text = part.text.slice(1, -1).replaceAll(quoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1');
  const script = parse(text);
  return shell.interpreter.substitute(shell, script, { ...unit, text, script });
}

/** Unquoted text as it stands in the source: backslashes quote, a tilde is a home directory. */
function literalPieces(shell: Shell, text: string, tilde: TildePlace, splits: boolean, isStart = true): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  if (tilde !== 'none' && isStart && rest.startsWith('~')) {
    const name = /^~[^/\\:]*/.exec(rest)?.[0] ?? '~';
    const follows = rest.charAt(name.length);
    const home = follows === '' || follows === '/' || (tilde === 'assignment' && follows === ':') ? expandTilde(shell, name) : undefined;
    if (home !== undefined) {
      pieces.push(quotedPiece(home));
      rest = rest.slice(name.length);
    }
  }
  for (const match of rest.matchAll(/\\(\n|.|$)|(:)(~[^/\\:]*)?|[^\\:]+/gsu)) {
    const [whole, escaped, colon, tildeName] = match;
    if (escaped !== undefined) {
      if (escaped !== '\n') pieces.push(quotedPiece(escaped === '' ? '\\' : escaped));
    } else if (colon !== undefined && tildeName !== undefined) {
      const home = tilde === 'assignment' ? expandTilde(shell, tildeName) : undefined;
      pieces.push(plain(':', splits), home === undefined ? plain(tildeName, splits) : quotedPiece(home));
    } else {
      pieces.push(plain(whole, splits));
    }
  }
  return pieces;
}

function plain(text: string, splits: boolean): Piece {
  return splits ? expandedPiece(text) : literalPiece(text);
}

/** True when the text matches the pattern as a whole (`case`, `[[ == ]]`). */
export function matchesPattern(text: string, pattern: string): boolean {
  return compilePattern(pattern, { extended: true }).test(text);
}
