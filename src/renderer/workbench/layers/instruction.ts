/** A step of a Dockerfile: its keyword and the rest. */
export interface Instruction {
  word: string;
  text: string;
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+(.*)$/s;

/**
 * The instruction behind a line of `docker history`. The classic builder writes RUN as `/bin/sh -c …` (with its build arguments as `|N A=b` before
 * it) and all others after `#(nop)`; BuildKit writes the instruction itself and ends it with `# buildkit`. What is neither is a base image's first layer.
 */
export function instructionOf(createdBy: string): Instruction {
  const line = createdBy.replace(/\s*# buildkit\s*$/, '').trim();
  const nop = /#\(nop\)\s*(.*)$/s.exec(line)?.[1];
  const plain = nop ?? line;
  const match = keywords.exec(plain.trim());
  if (match?.[1] !== undefined && match[2] !== undefined) return { word: match[1], text: tidy(withoutShell(match[1], match[2])) };
  const run = /^(?:\|\d+ .*?)?\/bin\/(?:ba)?sh (?:-\w+ (?:\w+ )?)*?-c (.*)$/s.exec(plain);
  if (run?.[1] !== undefined) return { word: 'RUN', text: tidy(run[1]) };
  return { word: 'FROM', text: tidy(plain.replace(/^#\s*/, '')) || 'a base image' };
}

function withoutShell(word: string, text: string): string {
  return word === 'RUN'
    ? text.replace(/^(?:\|\d+ .*?)?\/bin\/(?:ba)?sh (?:-\w+ (?:\w+ )?)*?-c /s, '')
    : text.replace(/^(file|dir|multi):([0-9a-f]{8})[0-9a-f]+/, '$1:$2…');
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
