/** C's types with the sizes of 64-bit Linux (LP64). */
export type CType =
  | { kind: 'void' }
  | { kind: 'integer'; size: 1 | 2 | 4 | 8; isSigned: boolean; name: string }
  | { kind: 'floating'; size: 4 | 8; name: string }
  | { kind: 'pointer'; to: CType }
  | { kind: 'array'; of: CType; length: number | undefined }
  | StructType
  | FunctionType;

export interface StructType {
  kind: 'struct';
  name: string;
  isUnion: boolean;
  /** Undefined until its members are known. */
  members: Member[] | undefined;
  size: number;
  alignment: number;
}

export interface FunctionType {
  kind: 'function';
  returns: CType;
  parameters: CType[];
  isVariadic: boolean;
}

export interface Member {
  name: string;
  type: CType;
  offset: number;
}

const integer = (name: string, size: 1 | 2 | 4 | 8, isSigned: boolean): CType => ({ kind: 'integer', size, isSigned, name });

export const voidType: CType = { kind: 'void' };
export const boolType = integer('_Bool', 1, false);
export const charType = integer('char', 1, true);
export const intType = integer('int', 4, true);
export const unsignedType = integer('unsigned int', 4, false);
export const longType = integer('long int', 8, true);
export const unsignedLongType = integer('long unsigned int', 8, false);
export const doubleType: CType = { kind: 'floating', size: 8, name: 'double' };
export const floatType: CType = { kind: 'floating', size: 4, name: 'float' };

export function pointerTo(to: CType): CType {
  return { kind: 'pointer', to };
}

/** Bytes; 1 for void and functions as gcc has it; undefined where it is not known. */
export function sizeOf(type: CType): number | undefined {
  switch (type.kind) {
    case 'void':
    case 'function':
      return 1;
    case 'integer':
    case 'floating':
      return type.size;
    case 'pointer':
      return 8;
    case 'array': {
      const element = sizeOf(type.of);
      return type.length === undefined || element === undefined ? undefined : element * type.length;
    }
    case 'struct':
      return type.members === undefined ? undefined : type.size;
  }
}

export function alignmentOf(type: CType): number {
  if (type.kind === 'array') return alignmentOf(type.of);
  if (type.kind === 'struct') return type.alignment;
  return sizeOf(type) ?? 1;
}

/** Lays the members out and makes the type complete. */
export function completeStruct(struct: StructType, members: readonly { name: string; type: CType }[]): void {
  let offset = 0;
  let size = 0;
  struct.alignment = 1;
  struct.members = members.map(({ name, type }) => {
    const alignment = alignmentOf(type);
    struct.alignment = Math.max(struct.alignment, alignment);
    const start = struct.isUnion ? 0 : roundUp(offset, alignment);
    offset = start + (sizeOf(type) ?? 0);
    size = Math.max(size, offset);
    return { name, type, offset: start };
  });
  struct.size = roundUp(size, struct.alignment);
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

export function isArithmetic(type: CType): type is CType & { kind: 'integer' | 'floating' } {
  return type.kind === 'integer' || type.kind === 'floating';
}

export function isScalar(type: CType): boolean {
  return isArithmetic(type) || type.kind === 'pointer';
}

/** As gcc names it in messages. */
export function typeName(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
    case 'floating':
      return type.name;
    case 'pointer':
      return type.to.kind === 'function'
        ? `${typeName(type.to.returns)} (*)(${parameterNames(type.to)})`
        : `${typeName(type.to)}${type.to.kind === 'pointer' ? '' : ' '}*`;
    case 'array':
      return `${typeName(type.of)}[${type.length ?? ''}]`;
    case 'struct':
      return `${type.isUnion ? 'union' : 'struct'} ${type.name}`;
    case 'function':
      return `${typeName(type.returns)}(${parameterNames(type)})`;
  }
}

function parameterNames(type: FunctionType): string {
  return type.parameters.length === 0 ? 'void' : [...type.parameters.map(typeName), ...(type.isVariadic ? ['...'] : [])].join(', ');
}

/** The type that two operands are brought to (usual arithmetic conversions). */
export function commonType(first: CType, second: CType): CType {
  if (first.kind === 'floating' || second.kind === 'floating') {
    const isDouble = (type: CType): boolean => type.kind === 'floating' && type.size === 8;
    return isDouble(first) || isDouble(second) ? doubleType : floatType;
  }
  const [one, two] = [promoted(first), promoted(second)];
  if (one.kind !== 'integer' || two.kind !== 'integer') return one;
  if (one.size === two.size) return one.isSigned ? two : one;
  return one.size > two.size ? one : two;
}

/** Smaller integers are computed as int. */
export function promoted(type: CType): CType {
  return type.kind === 'integer' && type.size < 4 ? intType : type;
}
