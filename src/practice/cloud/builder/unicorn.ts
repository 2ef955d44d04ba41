/**
 * What a push ends with when all went well: our own, in the place where the real builder draws one. Nine lines: whole, with the prompt below
 * it, in a terminal of ten.
 */
export const unicorn = String.raw`
                              /
                       ,|\  //
                     ,;;|_\//'.
  ,;.              ,;;;;  o   '-.
 ;;;;\_.--------.,;;;;;      __o/
 ;;'  |          ';;;'     .'
 ';   |                   /
  '   |   |'-------.  |  |
      |___|        |__|__|
`;
