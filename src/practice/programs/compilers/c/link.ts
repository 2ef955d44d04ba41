import { libraryFunctions } from './library/functions.ts';
import { parseUnit } from './parse-declaration.ts';
import { allocate, dataStart, newProgramBuilder } from './scope.ts';
import type { ProgramBuilder } from './scope.ts';
import type { Token } from './tokens.ts';

/** One compiled file: its tokens after preprocessing, as an object file of the practice device carries them. */
export interface Unit {
  /** The source file's name. */
  file: string;
  tokens: readonly Token[];
}

export interface LinkedProgram {
  /** JavaScript of a function that takes the machine `R` and gives what starts and runs the program. */
  code: string;
  dataEnd: number;
  base: number;
  strings: readonly { address: number; bytes: Buffer }[];
  mainTakesArguments: number;
  standardStreams: readonly (number | undefined)[];
  errnoAddress: number;
}

/** A name that no file and no library defines, as the linker complains of it. */
export class LinkError extends Error {
  readonly within: string;
  readonly file: string;

  constructor(name: string, within: string, file: string) {
    super(`undefined reference to \`${name}'`);
    this.name = 'LinkError';
    this.within = within;
    this.file = file;
  }
}

/** Puts units together. Throws CompileError or LinkError. */
export function link(units: readonly Unit[]): LinkedProgram {
  const builder = newProgramBuilder();
  for (const [index, unit] of units.entries()) parseUnit(unit.tokens, index, builder);
  const main = builder.functions.get('main');
  if (main?.isDefined !== true) throw new LinkError('main', '_start', 'Scrt1.o');
  const [stdin, stdout, stderr, errno] = ['stdin', 'stdout', 'stderr', 'errno'].map((name) => libraryVariable(builder, name));
  const bodies = builder.functionCode.map((make) => make());
  const initialization = builder.initialization.map((make) => make()).join('');
  for (const called of builder.functions.values()) {
    if (called.isDefined || called.usedAt === undefined || Object.hasOwn(libraryFunctions, called.name)) continue;
    throw new LinkError(called.name, called.usedAt.within, called.usedAt.token.file);
  }
  for (const variable of builder.variables.values())
    if (variable.place === undefined && variable.isUsed) throw new LinkError(variable.name, 'main', units[0]?.file ?? '');
  // Making the code may have put more strings and pointers in.
  const table = builder.functionTable.map((called) =>
    called.isDefined ? called.code : `(...values) => R.library(${JSON.stringify(called.name)}, values)`,
  );
  return {
    code: `${bodies.join('\n')}\nreturn { start: function* () {\nconst fp = 0;\n${initialization}}, main: ${main.code}, table: [${table.join(', ')}] };`,
    dataEnd: builder.dataEnd,
    base: dataStart,
    strings: builder.strings,
    mainTakesArguments: main.type.parameters.length,
    standardStreams: [stdin, stdout, stderr],
    errnoAddress: errno ?? 0,
  };
}

function libraryVariable(builder: ProgramBuilder, name: string): number | undefined {
  const variable = builder.variables.get(name);
  if (variable === undefined) return undefined;
  variable.place ??= allocate(builder, 8, 8);
  return variable.place;
}

/** Checks one file alone, as `gcc -c` does. Throws CompileError. */
export function check(unit: Unit): void {
  const parser = parseUnit(unit.tokens);
  // Some mistakes show only when the code is made.
  for (const make of parser.builder.functionCode) make();
  for (const make of parser.builder.initialization) make();
}
