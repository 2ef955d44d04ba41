import { bracketExpression } from './bracket-expression.ts';

/** Whether a name matches a shell pattern (`*`, `?`, `[…]`, backslash), as fnmatch(3) without flags: a star also takes slashes and leading dots. */
export function matchesGlob(pattern: string, name: string, ignoreCase = false): boolean {
  return globExpression(pattern, ignoreCase).test(name);
}

function globExpression(pattern: string, ignoreCase: boolean): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '*') source += '[^]*';
    else if (character === '?') source += '[^]';
    else if (character === '[') {
      // `!` negates here; a bracket that does not close is itself.
      const text = pattern.slice(at).replace(/^\[!/, '[^');
      const found = closed(text);
      if (found === undefined) source += '\\[';
      else {
        source += found.source;
        at += found.length - 1;
      }
    } else {
      if (character === '\\' && at + 1 < pattern.length) at += 1;
      source += pattern.charAt(at).replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
    }
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
}

function closed(text: string): { source: string; length: number } | undefined {
  try {
    return bracketExpression(text, (message) => new SyntaxError(message));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
