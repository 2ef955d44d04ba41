import type { Token } from './tokens.ts';
import type { CType, StructType } from './types.ts';

/** A variable: in the function's JavaScript, or, where its address matters, in memory. */
export interface Variable {
  kind: 'variable';
  name: string;
  type: CType;
  isLocal: boolean;
  /** Its address is taken, or it is no scalar: it lives in memory. */
  needsMemory: boolean;
  /** Offset in the function's frame, or address; undefined until it is defined. */
  place: number | undefined;
  /** The JavaScript name of a local that needs no memory. */
  code: string;
  isUsed: boolean;
}

export interface CFunction {
  kind: 'function';
  name: string;
  type: CType & { kind: 'function' };
  /** The JavaScript name; a static function has one of its own in each file. */
  code: string;
  isDefined: boolean;
  /** Number by which a pointer means it; 0 until one does. */
  number: number;
  /** Where it was used first, and in which function: for the linker's complaint. */
  usedAt: { token: Token; within: string } | undefined;
}

export type Symbol = Variable | CFunction | { kind: 'typedef'; type: CType } | { kind: 'constant'; value: bigint };

/** Names of one block, and the tags of its structs. */
export interface Scope {
  symbols: Map<string, Symbol>;
  tags: Map<string, StructType | { kind: 'enum' }>;
}

export function newScope(): Scope {
  return { symbols: new Map(), tags: new Map() };
}

/** A whole program while its files are read one after the other. */
export interface ProgramBuilder {
  functions: Map<string, CFunction>;
  variables: Map<string, Variable>;
  /** The bytes of strings and variables from `dataStart` on, as far as they are used. */
  dataEnd: number;
  strings: { address: number; bytes: Buffer }[];
  stringAddresses: Map<string, number>;
  /** JavaScript of functions, and of what initializes variables; made when all files are read. */
  functionCode: (() => string)[];
  initialization: (() => string)[];
  /** Functions that pointers mean, from number 1 on. */
  functionTable: CFunction[];
}

/** Nothing lies below: a null pointer's use is an error. */
export const dataStart = 0x10000;

export function newProgramBuilder(): ProgramBuilder {
  return {
    functions: new Map(),
    variables: new Map(),
    dataEnd: dataStart,
    strings: [],
    stringAddresses: new Map(),
    functionCode: [],
    initialization: [],
    functionTable: [],
  };
}

export function allocate(builder: ProgramBuilder, size: number, alignment: number): number {
  const address = Math.ceil(builder.dataEnd / alignment) * alignment;
  builder.dataEnd = address + Math.max(1, size);
  return address;
}

export function stringAddress(builder: ProgramBuilder, bytes: Buffer): number {
  const key = bytes.toString('latin1');
  let address = builder.stringAddresses.get(key);
  if (address === undefined) {
    address = allocate(builder, bytes.length + 1, 1);
    builder.strings.push({ address, bytes });
    builder.stringAddresses.set(key, address);
  }
  return address;
}

/** The value of a pointer to the function. */
export function functionAddress(builder: ProgramBuilder, called: CFunction): number {
  if (called.number === 0) {
    builder.functionTable.push(called);
    called.number = builder.functionTable.length;
  }
  return 0x1000 + called.number * 16;
}
