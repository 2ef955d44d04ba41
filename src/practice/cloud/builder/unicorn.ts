/** What a push ends with when all went well. */
export const unicorn = String.raw`
                              \
                               \
                         ,;;.   \
                       ,;;;;;;.__\__
                      ;;;;;;;'  o   '-.
                     ;;;;;;;   __    , )
        ___________,;;;;;;;  .'  '--'-'
   ,.  /           ';;;;;;  /
  ;;;;|                '   |
  ';;; \                   |
    ''  |   |~~~~~~~|  |   |
        |  ||       |  ||  |
        |__||       |__||__|`;
