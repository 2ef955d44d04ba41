import { forEachChild, parse, type SyntaxNode } from 'unbash';

export interface ShellText {
  /** What is wrong with the grammar, in the parser's words. */
  errors: string[];
  /** The words of each simple command in it, in order; also of those inside `$(…)`. */
  commands: string[][];
}

/** Parses a command block as a shell would. Words keep their variables as they are written. */
export function readShell(text: string): ShellText {
  const script = parse(text);
  const commands: string[][] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name !== undefined) {
      commands.push([node.name.value, ...node.suffix.flatMap((word) => (word.type === 'Word' ? [word.value] : []))]);
    }
    forEachChild(node, visit);
  };
  visit(script);
  return { errors: (script.errors ?? []).map(({ message }) => message), commands };
}
