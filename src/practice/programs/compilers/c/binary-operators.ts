/** Binary operators by how tightly they bind, the loosest first (C17, section 6.5); in `#if` too. Each level groups from the left. */
export const binaryOperators: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
