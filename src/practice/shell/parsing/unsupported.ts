import { forEachChild } from 'unbash';
import type { SyntaxNode } from 'unbash';
import type { Flavour } from '../flavour.ts';
import type { SourceUnit } from './source.ts';

/** A construct that the parser knows and this shell does not; `token` is what the shell stumbles over. */
export interface Unsupported {
  position: number;
  token: string | { message: string };
}

const suspicious = /\(\(|=\(|[<>]\(|<<<|\|&|;;?&|[?*+@!]\(|\b(?:select|function|coproc)\b/;

/**
 * The parser reads bash. What is bash's alone is a syntax error to dash and busybox; `@( )` is one to bash as well, until
 * `shopt -s extglob` has been run on an earlier line.
 */
export function findUnsupported(unit: SourceUnit, flavour: Flavour, hasExtendedPatterns: boolean): Unsupported | undefined {
  if (!suspicious.test(unit.text)) return undefined;
  const enabledAt = flavour === 'bash' ? unit.text.search(/^.*\bshopt\b.*-s.*\bextglob\b.*$/m) : -1;
  let found: Unsupported | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined || node.type === 'TestCommand') return;
    const isExtended =
      node.type === 'ExtendedGlob' &&
      (hasExtendedPatterns || (enabledAt >= 0 && node.pos > unit.text.indexOf('\n', enabledAt) && unit.text.includes('\n')));
    const token = isExtended ? undefined : tokenOf(node, unit, flavour);
    if (token !== undefined) found = { position: node.pos, token };
    else if (node.type !== 'ParameterExpansion' && node.type !== 'DoubleQuoted') forEachChild(node, visit);
  };
  visit(unit.script);
  return found;
}

function tokenOf(node: SyntaxNode, unit: SourceUnit, flavour: Flavour): Unsupported['token'] | undefined {
  if (node.type === 'ExtendedGlob') return '(';
  if (flavour === 'bash') return undefined;
  switch (node.type) {
    case 'ArrayValue':
    case 'ProcessSubstitution':
      return '(';
    case 'ArithmeticFor':
      return { message: 'Bad for loop variable' };
    case 'Select':
      return 'do';
    case 'HereString':
      return { message: 'redirection unexpected' };
    case 'Pipeline':
      return node.operators.includes('|&') ? '&' : undefined;
    case 'CaseItem':
      return node.terminator === ';&' || node.terminator === ';;&' ? '&' : undefined;
    case 'Function':
      return flavour === 'dash' ? functionKeyword(unit.text.slice(node.pos, node.body.pos)) : undefined;
    default:
      return undefined;
  }
}

function functionKeyword(head: string): string | undefined {
  if (!head.startsWith('function')) return undefined;
  return head.includes('(') ? '(' : '}';
}
