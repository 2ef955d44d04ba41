/** What a push ends with when all went well: our own, in the place where the real builder draws one. */
export const unicorn = String.raw`
                              /
                             //
                            //
                  ,;;,     //
                ,;;;;;;,__//__
               ;;;;;;;'       '-.
              ;;;;;;;    (o)     '-.
              ;;;;;;;               '.
             ;;;;;;;;,         .   o  )
             ';;;;;;;;,     .-' '-.__.'
               ';;;;;;;    /
             ,;;;;;;;;'   /
            ;;;;;;;;'    |
             ';;;;'      |
`;
