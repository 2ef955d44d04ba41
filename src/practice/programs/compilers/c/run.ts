import type { ProgramContext } from '../../../process/process.ts';
import type { Signal } from '../../../process/signals.ts';
import { signalNumbers } from '../../../process/signals.ts';
import { libraryFunctions } from './library/functions.ts';
import type { LinkedProgram } from './link.ts';
import { createMachine, drive, Fault, ProgramExit } from './machine.ts';
import type { Machine, Value, Work } from './machine.ts';

interface Generated {
  start: () => Work;
  main: (...values: Value[]) => Work;
  table: ((...values: Value[]) => Work)[];
}

/** Runs a linked program as a process; gives its exit code. Rejects with ProcessEnded or BrokenPipe. */
export async function runLinked(program: LinkedProgram, context: ProgramContext): Promise<number> {
  const machine = createMachine(context, program.dataEnd, program.base);
  for (const { address, bytes } of program.strings) machine.putBytes(address, Buffer.concat([bytes, Buffer.alloc(1)]));
  machine.library = (name, values) => callLibrary(machine, name, values);
  machine.errnoAddress = program.errnoAddress;
  for (const [number, place] of program.standardStreams.entries()) {
    if (place === undefined) continue;
    const file = machine.allocate(8);
    machine.S_i4(file, number);
    machine.S_p8(place, file);
  }
  try {
    return await drive(wholeRun(machine, load(program, machine), program.mainTakesArguments), context).then(Number);
  } catch (error) {
    const signal = faultOf(error);
    if (signal === undefined) throw error;
    // A fault ends the process as the kernel ends it, PID 1 too.
    context.process.signal(signal);
    return 128 + signalNumbers[signal];
  }
}

function* callLibrary(machine: Machine, name: string, values: Value[]): Work {
  const called = libraryFunctions[name];
  if (called === undefined) throw new Fault('SIGILL');
  const result = called(machine, values);
  return typeof result === 'object' ? yield* result : result;
}

function* wholeRun(machine: Machine, generated: Generated, takes: number): Work {
  machine.functions = generated.table;
  let code: number;
  try {
    yield* generated.start();
    const given = takes === 0 ? [] : argumentVector(machine).slice(0, takes);
    code = Number(yield* generated.main(...given)) & 255;
  } catch (error) {
    if (!(error instanceof ProgramExit)) throw error;
    ({ code } = error);
  }
  for (const called of machine.atExit.reverse()) yield* machine.callPointer(called, []);
  yield* machine.flush();
  return code;
}

/**
 * The generated code holds numbers, operators and names that the generator made (`v1_name` of a C identifier), never text
 * of the learner's, and reaches nothing but the machine that it is given.
 */
function load(program: LinkedProgram, machine: Machine): Generated {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiled C; see above
  const make = new Function('R', `'use strict';\n${program.code}`) as (machine: Machine) => Generated;
  return make(machine);
}

function argumentVector(machine: Machine): Value[] {
  const { arguments: given } = machine.context;
  const environment = [...machine.context.environment].map(([name, value]) => `${name}=${value}`);
  const list = (texts: readonly string[]): number => {
    const at = machine.allocate((texts.length + 1) * 8);
    for (const [index, text] of texts.entries()) {
      const bytes = Buffer.from(`${text}\0`);
      const place = machine.allocate(bytes.length);
      machine.putBytes(place, bytes);
      machine.S_p8(at + index * 8, place);
    }
    machine.S_p8(at + texts.length * 8, 0);
    return at;
  };
  return [given.length, list(given), list(environment)];
}

/** Memory outside the program's is a RangeError of the view; so is recursion without an end. */
function faultOf(error: unknown): Signal | undefined {
  if (error instanceof Fault) return error.signal;
  return error instanceof RangeError ? 'SIGSEGV' : undefined;
}
