import { DockerfileParser } from 'dockerfile-ast';

// https://docs.docker.com/reference/dockerfile/#overview
const instructions: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

/** What a builder would refuse in a Dockerfile's grammar; `line` counts from 1. */
export function lintDockerfile(text: string): { line: number; what: string }[] {
  const problems: { line: number; what: string }[] = [];
  const parsed = DockerfileParser.parse(text).getInstructions();
  for (const instruction of parsed) {
    const line = instruction.getRange().start.line + 1;
    const keyword = instruction.getKeyword();
    if (!instructions.has(keyword))
      problems.push({ line, what: `"${instruction.getInstruction()}" is not an instruction of a Dockerfile.` });
    else if ((instruction.getArgumentsContent() ?? '').trim() === '') problems.push({ line, what: `${keyword} has no argument.` });
  }
  const first = parsed.find((instruction) => instruction.getKeyword() !== 'ARG');
  if (first?.getKeyword() !== 'FROM') problems.push({ line: 1, what: 'A Dockerfile begins with FROM.' });
  return problems;
}
