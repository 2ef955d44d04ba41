/** Debian 13, Node.js modules as npm needs them: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const nodeModules = `
node-abbrev|1.1.1+~1.1.2-1|21|5692|o|javascript|||/usr/share/nodejs/abbrev/abbrev.js||Get unique abbreviations for a set of strings - Node.js module
node-acorn|8.8.1+ds+~cs25.17.7-2|911|128252|o|javascript|node-xtend nodejs||/usr/share/nodejs/acorn/bin/acorn|/usr/bin:acorn|ECMAScript parser for Node.js
node-agent-base|7.1.1~0~2024040606-6+deb13u1|46|11640|o|javascript|node-debug||/usr/share/nodejs/agent-base/package.json||Node.js wrapper around http.Agent class
node-ajv|8.12.0~ds+~2.1.1-5|1372|181912|o|javascript|node-fast-deep-equal node-json-schema-traverse node-json-stable-stringify node-uri-js nodejs||/usr/share/nodejs/ajv/lib/ajv.ts||another JSON Schema Validator
node-ajv-keywords|5.1.0-4|226|32348|o|javascript|node-ajv node-fast-deep-equal||/usr/share/nodejs/ajv-keywords/package.json||Custom JSON-Schema keywords for Ajv validator
node-ampproject-remapping|2.2.0+~cs5.15.37-1|689|59408|o|javascript|||/usr/share/nodejs/@ampproject/remapping/package.json||Nodejs module to remap sequential sourcemaps through transformations
node-ansi-escapes|5.0.0+really.4.3.1-1|26|8896|o|javascript|nodejs||/usr/share/nodejs/ansi-escapes/index.js||ANSI escape codes for manipulating the terminal
node-ansi-regex|5.0.1-1|17|4912|o|javascript|||/usr/share/nodejs/ansi-regex/index.js||regular expression for matching ANSI escape codes
node-ansi-styles|6.2.1-3|35|8716|o|javascript|node-color-convert||/usr/share/nodejs/ansi-styles/index.js||ANSI escape codes for styling strings in the terminal with Node.js
node-anymatch|3.1.3+~cs4.6.1-2|119|33364|o|javascript|node-normalize-path||/usr/share/nodejs/anymatch/index.js||Matches strings against configurable strings
node-aproba|2.0.0-3|20|5844|o|javascript|||/usr/share/nodejs/aproba/index.js||light-weight argument validator
node-archy|1.0.0-6|19|4556|o|javascript|nodejs||/usr/share/nodejs/archy/index.js||Pretty-print nested hierarchies module for Node.js
node-are-we-there-yet|3.0.1+~1.1.0-1|36|10040|o|javascript|node-delegates node-readable-stream||/usr/share/nodejs/are-we-there-yet/lib/index.js||Keep track of the overall completion of many disparate processes
node-argparse|2.0.1-2|165|34596|o|javascript|node-sprintf-js nodejs||/usr/share/nodejs/argparse/lib/sub.js||CLI arguments parser for node.js
node-arrify|2.0.1-3|15|3700|o|javascript|||/usr/share/nodejs/arrify/index.js||Convert a value to an array
node-assert|2.0.0+~cs3.9.8-2|134|26788|o|javascript|node-object-assign node-util||/usr/share/nodejs/is-nan/auto.js||simple assertion library for javascript
node-async|3.2.6+dfsg-2|1213|96392|o|javascript|||/usr/share/nodejs/async/all.js||functions and patterns for asynchronous code - Node.js
node-async-each|1.0.3-3|17|4292|o|javascript|||/usr/share/nodejs/async-each/index.js||async parallel forEach / map function for JavaScript
node-babel-helper-define-polyfill-provider|0.3.3~0~20220913+ds1-1|230|27412|o|javascript|node-babel7 node-debug node-lodash-packages node-resolve node-semver||/usr/share/nodejs/@babel/helper-define-polyfill-provider/lib/index.js||node-babel helper for polyfills
node-babel-plugin-add-module-exports|1.0.4+dfsg1~cs5.8.0-4|34|8672|o|javascript|||/usr/share/nodejs/babel-plugin-add-module-exports/lib/index.js||Babel plugin for default module.exports like babel version 5
node-babel-plugin-lodash|3.3.4+~cs2.0.1-7|47|11028|o|javascript|node-babel7 node-glob node-lodash||/usr/share/nodejs/require-package-name/index.js||Modular Lodash builds without the hassle
node-babel-plugin-polyfill-corejs2|0.3.3~0~20220913+ds1-1|97|17148|o|javascript|node-babel7 node-babel-helper-define-polyfill-provider node-semver||/usr/share/nodejs/babel-plugin-polyfill-corejs2/lib/index.js||node-babel plugin to inject corejs2 polyfill
node-babel-plugin-polyfill-corejs3|0.6.0~0~20220913+ds1-1|191|29504|o|javascript|node-babel-helper-define-polyfill-provider node-core-js-compat||/usr/share/nodejs/babel-plugin-polyfill-corejs3/lib/index.js||node-babel plugin to inject corejs3 polyfill
node-babel-plugin-polyfill-regenerator|0.4.1~0~20220913+ds1-1|23|5036|o|javascript|node-babel-helper-define-polyfill-provider||/usr/share/nodejs/babel-plugin-polyfill-regenerator/lib/index.js||node-babel plugin to regenerate polyfills
node-babel7|7.20.15+ds1+~cs214.269.168-8|7306|708568|o|javascript|node-ampproject-remapping node-babel-plugin-add-module-exports node-babel7-runtime node-babel-plugin-polyfill-corejs2 node-babel-plugin-polyfill-corejs3 node-babel-plugin-polyfill-regenerator node-browserslist node-chalk node-clone-deep node-commander node-convert-source-map node-core-js node-core-js-compat node-core-js-pure node-debug node-esutils node-find-cache-dir node-fs-readdir-recursive node-glob node-globals node-js-tokens node-jsesc node-json5 node-lodash node-lodash-packages node-lru-cache node-make-dir node-quick-lru node-regenerator-transform node-regexpu-core node-resolve node-semver node-slash node-source-map node-source-map-support node-to-fast-properties node-v8flags nodejs||/usr/share/nodejs/gensync/index.js|/usr/bin:babeljs-7,babeljs-7-external-helpers,babeljs-7-node,babeljs-7-parser|Babel compiler for writing next generation JavaScript
node-babel7-runtime|7.20.15+ds1+~cs214.269.168-8|467|116176|o|javascript|node-regenerator-runtime||/usr/share/nodejs/@babel/runtime/package.json||Babel modular runtime helpers
node-balanced-match|2.0.0-1|21|4872|o|javascript|||/usr/share/nodejs/balanced-match/index.js||Match balanced character pairs in Node.js
node-base64-js|1.5.1+dfsg+~1.3.0-2|27|7140|o|javascript|||/usr/share/nodejs/base64-js/index.js||Base64 encoding/decoding in pure JS
node-binary-extensions|2.2.0-2|17|4408|o|javascript|||/usr/share/nodejs/binary-extensions/index.js||List of binary file extensions
node-brace-expansion|2.0.1+~1.1.0-2|26|8012|o|javascript|node-balanced-match||/usr/share/nodejs/brace-expansion/index.js||Brace expansion as known from sh/bash for Node.js
node-braces|3.0.3+~3.0.5-1|60|20644|o|javascript|node-fill-range||/usr/share/nodejs/braces/index.js||Fast, comprehensive, bash-like brace expansion implemented in JS
node-browserslist|4.25.0+~cs6.3.22-1|315|72296|o|javascript|node-caniuse-lite node-electron-to-chromium node-picocolors nodejs||/usr/share/nodejs/browserslist/cli.js|/usr/bin:browserslist|Share browsers list between different front-end tools
node-builtins|5.0.1-1|15|4072|o|javascript|node-semver||/usr/share/nodejs/builtins/index.js||lists nodejs builtin modules
node-cacache|17.0.3+~cs10.3.7-2|148|45192|o|javascript|node-chownr node-glob node-graceful-fs node-lru-cache node-minipass node-mkdirp node-move-concurrently node-p-map node-promise-inflight node-rimraf node-semver node-ssri node-unique-filename||/usr/share/nodejs/cacache/lib/rm.js||fast, fault-tolerant, disk-based, data-agnostic, content-addressable cache
node-camelcase|7.0.0-3|29|6032|o|javascript|||/usr/share/nodejs/camelcase/index.js||Convert a string to camelCase
node-caniuse-lite|1.0.30001723+dfsg+~1.0.5-1|2458|254596|o|javascript|||/usr/share/nodejs/caniuse-lite/package.json||smaller version of caniuse-db, with only the essentials
node-chalk|5.3.0-1|79|18208|o|javascript|node-ansi-styles node-escape-string-regexp node-supports-color nodejs||/usr/share/nodejs/chalk/package.json||Terminal string styling for Node.js
node-chokidar|3.6.0-3|116|32372|o|javascript|node-anymatch node-async-each node-braces node-glob-parent node-inherits node-is-binary-path node-is-glob node-normalize-path node-path-is-absolute node-readdirp nodejs||/usr/share/nodejs/chokidar/index.js||wrapper around watch / watchFile / fsevents
node-chownr|2.0.0-3|18|4312|o|javascript|||/usr/share/nodejs/chownr/chownr.js||like chown -R
node-chrome-trace-event|1.0.3-2|29|6984|o|javascript|node-tslib||/usr/share/nodejs/chrome-trace-event/package.json||create a trace of your node app per Google's Trace Event format
node-ci-info|4.0.0+~cs1.1.0-1|38|12512|o|javascript|||/usr/share/nodejs/ci-info/index.js||Get details about the current Continuous Integration environment
node-cjs-module-lexer|1.2.3+dfsg-1|158|30560|o|javascript|||/usr/share/nodejs/cjs-module-lexer/lexer.js||Fast lexer to extract named exports from CommonJS modules
node-cli-table|0.3.11+~cs0.13.4-3|117|23568|o|javascript|node-colors node-string-width||/usr/share/nodejs/cli-table2/index.js||Pretty unicode tables for the CLI
node-cliui|7.0.4+repack+1+~cs1.4.2-2|76|21620|o|javascript|node-string-width node-strip-ansi node-wrap-ansi||/usr/share/nodejs/cliui/index.mjs||easily create complex multi-column CLIs
node-clone|2.1.2+~2.1.2-1|30|9140|o|javascript|||/usr/share/nodejs/clone/clone.js||deep cloning of objects and arrays
node-clone-deep|4.0.1+~cs7.0.2-1|26|6720|o|javascript|node-for-own node-is-extendable node-is-plain-object node-kind-of||/usr/share/nodejs/clone-deep/index.js||Recursively (deep) clone JavaScript native types
node-color-convert|2.0.1+~cs2.0.0-2|57|13064|o|javascript|node-color-name||/usr/share/nodejs/color-convert/index.js||Plain color conversion functions
node-color-name|1.1.4+~1.1.1-2|26|5920|o|javascript|||/usr/share/nodejs/color-name/index.js||list of color names and its values
node-colors|1.4.0-4|62|11868|o|javascript|||/usr/share/nodejs/colors/safe.js||Get color and style in your node.js console
node-columnify|1.6.0+~1.5.1-1|48|12412|o|javascript|node-strip-ansi node-wcwidth.js||/usr/share/nodejs/columnify/index.js||Render data in text columns with in-column text-wrap
node-commander|9.4.1-1|228|65344|o|javascript|||/usr/share/nodejs/commander/esm.mjs||Complete solution for Node.js command-line interfaces
node-commondir|1.0.1+~1.0.0-1|18|4388|o|javascript|||/usr/share/nodejs/commondir/index.js||compute the closest common parent for file paths
node-concat-stream|2.0.0+~2.0.0-2|25|6388|o|javascript|node-inherits node-readable-stream node-typedarray||/usr/share/nodejs/concat-stream/index.js||writable stream that concatenates strings
node-console-control-strings|1.1.0-3|17|5564|o|javascript|||/usr/share/nodejs/console-control-strings/index.js||cross-platform tested terminal/console command strings
node-convert-source-map|1.9.0+~1.5.2-1|31|8176|o|javascript|||/usr/share/nodejs/convert-source-map/index.js||Converts a source-map from/to between formats
node-copy-concurrently|1.0.5-9|24|7100|o|javascript|node-aproba node-fs-write-stream-atomic node-iferr node-mkdirp node-rimraf node-run-queue||/usr/share/nodejs/copy-concurrently/copy.js||Copy files, directories and symlinks concurrently
node-core-js|3.33.2-1|4082|300872|o|javascript|||/usr/share/nodejs/core-js/index.js||Modular standard library for JavaScript
node-core-js-compat|3.33.2-1|727|78492|o|javascript|node-browserslist node-semver||/usr/share/nodejs/core-js-compat/index.js||data about the necessity of core-js
node-core-js-pure|3.33.2-1|4006|281712|o|javascript|||/usr/share/nodejs/core-js-pure/index.js||Modular standard library for JavaScript without global namespace pollution
node-core-util-is|1.0.3-1|17|4072|o|javascript|||/usr/share/nodejs/core-util-is/lib/util.js||util.is* functions introduced in Node v0.12 for older versions
node-corepack|0.24.0-5|3501|711724|o|javascript|nodejs||/usr/share/nodejs/corepack/shims/npm|/usr/bin:corepack|Access npm, Yarn and pnpm without having to install them
node-css-loader|6.8.1+~cs14.0.17-1|326|74540|o|javascript|node-camelcase node-css-selector-tokenizer node-icss-utils node-postcss node-postcss-modules-extract-imports node-postcss-modules-values node-postcss-value-parser node-semver node-util-deprecate webpack||/usr/share/nodejs/indexes-of/index.js||css loader module for webpack
node-css-selector-tokenizer|0.8.0+~cs4.8.3-1|63|13000|o|javascript|nodejs||/usr/share/nodejs/cssesc/cssesc.js||Parses and stringifies CSS selectors
node-data-uri-to-buffer|6.0.2~0~2024040606-6+deb13u1|37|9180|o|javascript|||/usr/share/nodejs/data-uri-to-buffer/dist/node.js||Node.js module that generate a Buffer instance from a Data URI string
node-debbundle-es-to-primitive|1.2.1+~cs9.7.25-2|139|39892|o|javascript|node-deep-equal node-define-properties|node-es-abstract|/usr/share/nodejs/object-is/auto.js||Pure javascript implementation of ToPrimitive algorithm
node-debug|4.3.4+~cs4.1.7-1|49|18144|o|javascript|node-ms||/usr/share/nodejs/debug/node.js||small debugging utility for Node.js
node-decamelize|4.0.0-2|16|4080|o|javascript|nodejs||/usr/share/nodejs/decamelize/index.js||convert a camelized string into a lowercased one with a custom separator
node-decompress-response|6.0.0-3|17|4656|o|javascript|node-mimic-response||/usr/share/nodejs/decompress-response/index.js||Decompress a HTTP response if needed
node-deep-equal|2.2.3+~cs43.15.94-1|484|130604|o|javascript|node-debbundle-es-to-primitive node-define-property node-define-properties node-es-abstract node-tape node-function-bind node-isarray node-object-inspect node-resolve||/usr/share/nodejs/gopd/index.js||node's assert.deepEqual algorithm
node-deep-is|0.1.4-1|20|5136|o|javascript|||/usr/share/nodejs/deep-is/index.js||node's assert.deepEqual algorithm except for NaN being equal to NaN
node-defaults|1.0.4+~1.0.3-1|18|4400|o|javascript|node-clone||/usr/share/nodejs/defaults/index.js||merge single level defaults over a config object
node-define-properties|1.2.1+~cs2.2.3-1|33|9080|o|javascript|node-lodash-packages node-es-abstract node-resolve||/usr/share/nodejs/define-properties/index.js||Define multiple non-enumerable properties at once
node-define-property|2.0.2+really+2.0.2-3|19|6820|o|javascript|node-isobject node-is-descriptor||/usr/share/nodejs/define-property/index.js||Define property on an object
node-defined|1.0.1+~1.0.0-1|25|6776|o|javascript|nodejs||/usr/share/nodejs/defined/index.js||return the first argument that is '!== undefined'
node-del|7.1.0-1|28|8020|o|javascript|node-globby node-graceful-fs node-is-glob node-is-path-cwd node-is-path-inside node-p-map node-rimraf node-slash||/usr/share/nodejs/del/index.js||Delete files and folders
node-delegates|1.0.0-3|19|4528|o|javascript|||/usr/share/nodejs/delegates/index.js||delegate methods and accessors to another property
node-depd|2.0.0-2|34|11216|o|javascript|||/usr/share/nodejs/depd/index.js||mark a function or property as deprecated - Node.js module
node-diff|5.0.0~dfsg+~5.0.1-4|413|69692|o|javascript|||/usr/share/nodejs/diff/runtime.js||javascript text differencing implementation
node-doctrine|3.0.0-4|91|19940|o|javascript|node-esutils node-isarray nodejs||/usr/share/nodejs/doctrine/lib/typed.js||JSDoc parser
node-electron-to-chromium|1.5.166-1|175|20896|o|javascript|||/usr/share/nodejs/electron-to-chromium/index.js||Provides a list of electron-to-chromium version mappings
node-encoding|0.1.13-2|18|4400|o|javascript|node-iconv-lite||/usr/share/nodejs/encoding/package.json||Convert encodings, uses iconv by default and fallbacks to iconv-lite if needed
node-enhanced-resolve|5.15.0-1|214|36416|o|javascript|node-graceful-fs node-memory-fs node-tapable||/usr/share/nodejs/enhanced-resolve/types.d.ts||Offers a async require.resolve function
node-envinfo|7.11.0+~cs14.3.0-3|152|32576|o|javascript|node-execa node-glob node-minimist node-minimatch node-which||/usr/share/nodejs/os-name/index.js||Generate reports of the common details used by Node.js packages
node-err-code|2.0.3+dfsg-3|19|4884|o|javascript|||/usr/share/nodejs/err-code/index.js||Create an error with a code
node-errno|1.0.0-3|24|7736|o|javascript|node-prr nodejs||/usr/share/nodejs/errno/cli.js||libuv errno details exposed - Node.js module
node-error-ex|1.3.2-4|17|5656|o|javascript|node-is-arrayish||/usr/share/nodejs/error-ex/index.js||easy error subclassing and stack customization
node-es-abstract|1.20.4+~cs26.27.47-2|3056|137164|o|javascript|node-debbundle-es-to-primitive node-deep-equal node-define-properties node-function-bind node-object-inspect nodejs||/usr/share/nodejs/es-abstract/es5.js||ECMAScript spec abstract operations
node-es-module-lexer|1.1.0+dfsg-3|89|19804|o|javascript|||/usr/share/nodejs/es-module-lexer/lexer.js||Fast lexer to extract named exports from EcmaScript modules
node-es6-error|4.1.1-5|30|6148|o|javascript|nodejs||/usr/share/nodejs/es6-error/es6/index.js||Easily-extendable error for use with ES6 classes
node-escape-string-regexp|4.0.0-2|16|4296|o|javascript|||/usr/share/nodejs/escape-string-regexp/index.js||Escape RegExp special characters in Node.js
node-escodegen|2.1.0+dfsg+~0.0.8-1|141|22952|o|javascript|node-esprima node-estraverse node-esutils node-optionator node-source-map nodejs||/usr/share/nodejs/escodegen/escodegen.js|/usr/bin:escodegen,esgenerate|ECMAScript code generator
node-eslint-scope|7.1.1+~3.7.4-1|299|35596|o|javascript|nodejs node-esrecurse node-estraverse||/usr/share/nodejs/eslint-scope/lib/index.js||ECMAScript scope analyzer for ESLint
node-eslint-utils|3.0.0-3|81|15452|o|javascript|node-eslint-visitor-keys||/usr/share/nodejs/eslint-utils/index.js||utilities for ESLint plugins
node-eslint-visitor-keys|3.3.0+~1.0.0-1|88|17084|o|javascript|||/usr/share/nodejs/@types/estree/flow.d.ts||Constants and utilities about visitor keys to traverse AST
node-espree|9.4.1~dfsg-2|123|41108|o|javascript|node-acorn node-eslint-visitor-keys||/usr/share/nodejs/espree/espree.js||Esprima-compatible JavaScript parser built on Acorn
node-esprima|4.0.1+ds+~4.0.3-2|477|69336|o|javascript|nodejs||/usr/share/nodejs/esprima/dist|/usr/bin:esparse,esvalidate|ECMAScript parsing infrastructure for multipurpose analysis
node-esquery|1.4.2~ds-1|386|24948|o|javascript|node-estraverse||/usr/share/nodejs/esquery/parser.js||query library for ECMAScript AST using CSS-like queries
node-esrecurse|4.3.0-2|20|6048|o|javascript|node-estraverse node-object-assign||/usr/share/nodejs/esrecurse/esrecurse.js||ECMAScript AST recursive visitor
node-estraverse|5.3.0+ds+~5.1.1-1|50|11564|o|javascript|||/usr/share/nodejs/estraverse/package.json||ECMAScript JS AST traversal functions
node-esutils|2.0.3+~2.0.0-1|67|12364|o|javascript|||/usr/share/nodejs/esutils/lib/ast.js||utility box for ECMAScript language tools
node-events|3.3.0+~3.0.0-3|21|5888|o|javascript|libjs-events||/usr/share/nodejs/events/events.js||Node.js events module to embed by web packers
node-execa|8.0.1+dfsg1+~cs12.0.0-1|192|43948|o|javascript|node-get-stream node-is-stream node-merge-stream node-mimic-fn node-npm-run-path node-shebang-command node-signal-exit node-strip-eof node-which||/usr/share/nodejs/execa/index.js||better 'child_process'
node-fancy-log|1.3.3+~cs1.3.1-2|40|7940|o|javascript|node-time-stamp||/usr/share/nodejs/ansi-gray/index.js||Log things, prefixed with a timestamp
node-fast-deep-equal|3.1.3-3|31|5768|o|javascript|||/usr/share/nodejs/fast-deep-equal/index.js||Fast Deep Equal
node-fast-levenshtein|2.0.6+ds-3|22|6040|o|javascript|||/usr/share/nodejs/fast-levenshtein/package.json||efficient implementation of Levenshtein algorithm
node-fetch|3.3.2+~cs11.4.11-3|8263|212820|o|javascript|node-data-uri-to-buffer||/usr/share/nodejs/fetch-blob/file.js||light-weight module that brings window.fetch to node.js
node-file-entry-cache|6.0.1+~3.0.4+~2.0.0+~1.0.0+~2.0.1-1|49|15348|o|javascript|node-flat-cache nodejs||/usr/share/nodejs/file-entry-cache/cache.js||Node.js library implementing a simple cache for file metadata
node-fill-range|7.1.1+~7.0.3-1|27|8768|o|javascript|node-to-regex-range||/usr/share/nodejs/fill-range/index.js||node module to fill in a range of numbers or letters
node-find-cache-dir|3.3.2+~3.2.1-1|24|6152|o|javascript|node-commondir node-del node-make-dir node-pkg-dir||/usr/share/nodejs/find-cache-dir/index.js||finds the common standard cache directory
node-find-up|6.3.0-7|37|9388|o|javascript|node-locate-path node-path-exists||/usr/share/nodejs/find-up/index.js||Find a file by walking up parent directories
node-flat-cache|3.0.4~6.0.1+~3.0.4+~2.0.0+~1.0.0+~2.0.1-1|52|20164|o|javascript|node-flatted node-rimraf node-write nodejs||/usr/share/nodejs/flat-cache/src/del.js||Node.js library implementing a simple persistent key/value storage
node-flatted|3.2.7~ds-1+deb13u1|45|10336|o|javascript|||/usr/share/nodejs/flatted/types.d.ts||super light and fast circular JSON parser - Node library
node-for-in|1.0.2-4|18|4840|o|javascript|nodejs||/usr/share/nodejs/for-in/index.js||iterate over object
node-for-own|1.0.0-3|18|4800|o|javascript|node-for-in||/usr/share/nodejs/for-own/index.js||Iterate over the own enumerable properties of an object
node-foreground-child|3.1.1-2|93|13344|o|javascript|node-signal-exit||/usr/share/nodejs/foreground-child/package.json||helper running a child process as a foreground process
node-fs-readdir-recursive|1.1.0+~1.1.0-1|20|4540|o|javascript|||/usr/share/nodejs/fs-readdir-recursive/index.js||Recursively read a directory
node-fs-write-stream-atomic|1.0.10-6|20|5316|o|javascript|node-graceful-fs node-iferr node-imurmurhash node-readable-stream||/usr/share/nodejs/fs-write-stream-atomic/index.js||Like fs.createWriteStream(...), but atomic
node-fs.realpath|1.0.0-3|25|6172|o|javascript|||/usr/share/nodejs/fs.realpath/old.js||Use node's fs.realpath
node-function-bind|1.1.2+~cs2.1.14-1|89|24648|o|javascript|||/usr/share/nodejs/has/package.json||Implementation of Function.prototype.bind
node-functional-red-black-tree|1.0.1+20181105-7|57|14100|o|javascript|nodejs||/usr/share/nodejs/functional-red-black-tree/rbtree.js||fully persistent balanced binary search tree - Node.js library
node-gauge|4.0.4-2|58|19652|o|javascript|node-ansi-regex node-aproba node-console-control-strings node-fancy-log node-has-unicode node-signal-exit node-string-width node-strip-ansi node-wide-align||/usr/share/nodejs/gauge/lib/spin.js||terminal based horizontal progress bar
node-get-caller-file|2.0.5+~cs1.1.1-4|24|5728|o|javascript|||/usr/share/nodejs/get-caller-file/test.js||inspects the v8 stack trace
node-get-stream|8.0.1-11|53|11632|o|javascript|||/usr/share/nodejs/get-stream/index.cjs||Get a stream as a string, buffer, or array
node-glob|8.1.0+~cs8.5.15-1|221|133900|o|javascript|node-fs.realpath node-inflight node-inherits node-minimatch node-once||/usr/share/nodejs/glob/glob.js||glob functionality for Node.js
node-glob-parent|6.0.2+~5.1.1-2|25|8784|o|javascript|node-is-glob node-path-dirname||/usr/share/nodejs/glob-parent/index.js||Extract the non-magic parent path from a glob string
node-globals|13.23.0-1|64|11332|o|javascript|||/usr/share/nodejs/globals/index.js||Global identifiers from different JavaScript environments
node-globby|13.1.3+~cs16.25.40-3|290|40492|o|javascript|node-glob-parent node-ignore node-micromatch node-path-type node-n3 node-slash nodejs||/usr/share/nodejs/fastq/queue.js||Extends glob with promise API
node-got|11.8.5+~cs58.13.36-5|546|120976|o|javascript|node-decompress-response node-get-stream node-lowercase-keys node-json-buffer node-mimic-response node-p-cancelable node-quick-lru||/usr/share/nodejs/got/package.json||Simplified HTTP requests
node-graceful-fs|4.2.10-1|49|14388|o|javascript|||/usr/share/nodejs/graceful-fs/clone.js||drop-in replacement improving the Node.js fs module
node-gyp|11.1.0+~5.0.0-1|185|67636|o|javascript|gyp libnode-dev node-glob node-graceful-fs node-https-proxy-agent node-mkdirp node-fetch node-nopt node-npmlog node-osenv node-rimraf node-semver node-tar node-which nodejs|build-essential|/usr/share/nodejs/gyp|/usr/bin:node-gyp|Native addon build tool for Node.js
node-has-flag|5.0.1-1|17|4404|o|javascript|||/usr/share/nodejs/has-flag/index.js||check if argv has a specific flag
node-has-unicode|2.0.1-5|15|3992|o|javascript|||/usr/share/nodejs/has-unicode/index.js||Try to guess if your terminal supports unicode
node-hosted-git-info|6.1.1-2|41|12556|o|javascript|node-lru-cache||/usr/share/nodejs/hosted-git-info/lib/hosts.js||Provides metadata from Github, Bitbucket and Gitlab
node-http-proxy-agent|7.0.2~0~2024040606-6+deb13u1|37|10804|o|javascript|node-agent-base||/usr/share/nodejs/http-proxy-agent/package.json||HTTP(s) proxy http.Agent implementation for HTTP
node-https-proxy-agent|7.0.4~0~2024040606-6+deb13u1|49|13704|o|javascript|node-agent-base||/usr/share/nodejs/https-proxy-agent/package.json||HTTP(s) proxy http.Agent implementation for HTTPS
node-iconv-lite|0.6.3-3|359|115036|o|javascript|node-safe-buffer||/usr/share/nodejs/iconv-lite/lib/index.js||Pure JS character encoding conversion
node-icss-utils|5.1.0+~5.1.0-1|30|7564|o|javascript|node-postcss||/usr/share/nodejs/icss-utils/package.json||ICSS utils for postcss ast
node-ieee754|1.2.1-3|20|5268|o|javascript|||/usr/share/nodejs/ieee754/index.js||Node.js module to read or write IEEE754 floating point numbers
node-iferr|1.0.2+~1.0.2-1|19|4588|o|javascript|||/usr/share/nodejs/iferr/iferr.js||Higher-order functions for easier error handling
node-ignore|5.2.1-1|97|26396|o|javascript|nodejs||/usr/share/nodejs/ignore/index.js||manager and filter for .gitignore rules - Node.js library
node-imurmurhash|0.1.4+dfsg+~0.1.1-2|28|8412|o|javascript|||/usr/share/nodejs/imurmurhash/package.json||incremental implementation of MurmurHash3 hashing algorithm
node-indent-string|4.0.0-2|16|4144|o|javascript|||/usr/share/nodejs/indent-string/index.js||Indent each line in a string
node-inflight|1.0.6-2|15|3952|o|javascript|node-once node-wrappy||/usr/share/nodejs/inflight/inflight.js||add callbacks to requests in flight to avoid async duplication
node-inherits|2.0.4-6|16|4548|o|javascript|libjs-inherits||/usr/share/nodejs/inherits/inherits.js||Node.js module that exposes inherits function
node-ini|3.0.1-2|24|6928|o|javascript|||/usr/share/nodejs/ini/lib/ini.js||ini format parser and serializer for Node.js
node-interpret|2.2.0-3|22|7660|o|javascript|||/usr/share/nodejs/interpret/index.js||dictionary of file extensions and associated module loaders
node-ip|2.0.1+~1.1.3-3|37|8616|o|javascript|||/usr/share/nodejs/ip/lib/ip.js||IP address utilities for node.js
node-ip-regex|4.3.0+~4.1.1-1|22|5188|o|javascript|||/usr/share/nodejs/ip-regex/index.js||Regular expression for matching IP addresses
node-is-arrayish|0.3.2-3|15|3960|o|javascript|||/usr/share/nodejs/is-arrayish/index.js||Determines if an object can be used as an array
node-is-binary-path|2.1.0-5|15|3684|o|javascript|node-binary-extensions||/usr/share/nodejs/is-binary-path/index.js||check if a filepath is a binary file
node-is-buffer|2.0.5-2|17|4112|o|javascript|||/usr/share/nodejs/is-buffer/index.js||Determine if an object is a Buffer
node-is-descriptor|3.0.0-2|17|5556|o|javascript|||/usr/share/nodejs/is-descriptor/index.js||Returns true if value has characteristics of a valid JS descriptor
node-is-extendable|1.0.1-3|17|5228|o|javascript|node-is-plain-object nodejs||/usr/share/nodejs/is-extendable/index.js||determine if a value can be extended
node-is-extglob|2.1.1-5|18|4612|o|javascript|||/usr/share/nodejs/is-extglob/index.js||Node module to return true if a string is an extglob
node-is-glob|4.0.3-2|20|6620|o|javascript|nodejs node-is-extglob||/usr/share/nodejs/is-glob/index.js||Node module to return true if a string is a glob or extglob
node-is-number|7.0.0-4|17|6020|o|javascript|node-kind-of nodejs||/usr/share/nodejs/is-number/index.js||returns true if the value is a number
node-is-path-cwd|2.2.0-2|15|3672|o|javascript|||/usr/share/nodejs/is-path-cwd/index.js||Check if a path is CWD
node-is-path-inside|3.0.3-2|16|3980|o|javascript|node-path-is-inside nodejs||/usr/share/nodejs/is-path-inside/index.js||Check if a path is inside another path
node-is-plain-obj|3.0.0-2|16|3972|o|javascript|||/usr/share/nodejs/is-plain-obj/index.js||Check if a value is a plain object
node-is-plain-object|5.0.0-7|20|6108|o|javascript|||/usr/share/nodejs/is-plain-object/package.json||Returns true if object was created by 'Object' constructor
node-is-stream|3.0.0-4|21|5076|o|javascript|||/usr/share/nodejs/is-stream/index.js||Check if something is a Node.js stream
node-is-typedarray|1.0.0-4|13|3292|o|javascript|libjs-is-typedarray||/usr/share/nodejs/is-typedarray/index.js||Nodejs library checking if object is TypedArray
node-is-windows|1.0.2+~cs1.0.0-1|20|5936|o|javascript|||/usr/share/nodejs/is-windows/index.js||True if the platform is windows
node-isarray|2.0.5-4|15|4040|o|javascript|||/usr/share/nodejs/isarray/index.js||JavaScript Array#isArray for older browsers
node-isexe|2.0.0+~2.0.1-5|24|6084|o|javascript|||/usr/share/nodejs/isexe/mode.js||minimal module to check if a file is executable
node-isobject|4.0.0-2|18|5332|o|javascript|||/usr/share/nodejs/isobject/index.js||Checks if the value is an object and not an array or null
node-istanbul|0.4.5+repack10+~cs98.25.59-3|1146|210972|o|javascript|handlebars libjs-prettify node-abbrev node-archy node-async node-convert-source-map node-decamelize node-es6-error node-escodegen node-esprima node-find-cache-dir node-find-up node-foreground-child node-glob node-graceful-fs node-is-stream node-is-windows node-ampproject-remapping node-js-yaml node-lodash-packages node-make-dir node-mkdirp node-nopt node-once node-p-map node-npm-run-path node-resolve node-resolve-from node-rimraf node-shebang-command node-signal-exit node-strip-bom node-supports-color node-read-pkg node-uuid node-which node-wordwrap node-write-file-atomic node-yargs nodejs|node-babel7|/usr/share/nodejs/nyc/index.js|/usr/bin:istanbul,nyc|JavaScript code coverage tool
node-jest-debbundle|29.6.2~ds1+~cs73.45.28-5|408|134568|o|javascript|node-ansi-escapes node-babel-plugin-lodash node-ci-info node-has-flag node-pkg-dir node-resolve-cwd node-strip-ansi node-supports-color||/usr/share/nodejs/is-ci/bin.js||various ittle Node.js modules needed by jest
node-jest-worker|29.6.2~ds1+~cs73.45.28-5|323|116416|o|javascript|node-chalk node-ci-info node-graceful-fs node-merge-stream node-anymatch node-supports-color nodejs||/usr/share/nodejs/jest-util/package.json||Nodejs module for executing heavy tasks under forked processes in parallel
node-js-tokens|8.0.0-2|37|14940|o|javascript|||/usr/share/nodejs/js-tokens/index.js||Regex that tokenizes JavaScript
node-js-yaml|4.1.0+dfsg+~4.0.5-7|451|66644|o|javascript|node-argparse node-esprima nodejs||/usr/share/nodejs/js-yaml/index.js|/usr/bin:js-yaml|YAML 1.2 parser and serializer
node-jsesc|3.0.2+~3.0.1-1|64|17644|o|javascript|nodejs||/usr/share/nodejs/jsesc/jsesc.js|/usr/bin:jsesc|Escape JavaScript strings, with short output (Node.js module)
node-json-buffer|3.0.1+~3.0.0-1|19|4536|o|javascript|||/usr/share/nodejs/json-buffer/index.js||JSON functions that can convert buffers.
node-json-parse-better-errors|1.0.2+~cs3.3.1-3|29|7724|o|javascript|||/usr/share/nodejs/json-parse-better-errors/index.js||JSON.parse() with context information on error
node-json-schema|0.4.0+~7.0.11-1|66|13080|o|javascript|||/usr/share/nodejs/json-schema/lib/links.js||JSON Schema validation and specifications
node-json-schema-traverse|1.0.0-3|27|6308|o|javascript|||/usr/share/nodejs/json-schema-traverse/index.js||Json schema traversal package
node-json-stable-stringify|1.0.2+repack1+~cs1.0.34-2|32|9496|o|javascript|node-jsonify||/usr/share/nodejs/json-stable-stringify/index.js||deterministic JSON.stringify()
node-json5|2.2.3+dfsg-1|95|25576|o|javascript|nodejs||/usr/share/nodejs/json5/lib/cli.js|/usr/bin:json5|JSON for the ES5 era
node-jsonify|0.0.1-1|29|8704|o|javascript|||/usr/share/nodejs/jsonify/index.js||JSON without touching any globals
node-jsonparse|1.3.1-10|42|8020|o|javascript|||/usr/share/nodejs/jsonparse/jsonparse.js||Pure javascript JSON streaming parser for node.js
node-kind-of|6.0.3+dfsg-2|23|10172|o|javascript|node-is-buffer||/usr/share/nodejs/kind-of/index.js||Get the native type of a value
node-levn|0.4.1+dfsg-2|30|10176|o|javascript|node-prelude-ls node-type-check||/usr/share/nodejs/levn/lib/cast.js||Light ECMAScript (JavaScript) Value Notation
node-loader-runner|4.3.0-1|31|7644|o|javascript|||/usr/share/nodejs/loader-runner/package.json||Runs (webpack) loaders
node-locate-path|7.1.1-2|21|5584|o|javascript|node-p-locate||/usr/share/nodejs/locate-path/index.js||Get the first path that exists on disk of multiple paths
node-lodash|4.17.21+dfsg+~cs8.31.198.20210220-9+deb13u1|5398|462184|o|javascript|nodejs||/usr/share/nodejs/lodash/at.js||Lo-dash is a Node.js utility library
node-lodash-packages|4.17.21+dfsg+~cs8.31.198.20210220-9+deb13u1|10192|179116|o|javascript|||/usr/share/nodejs/lodash.at/index.js||Lo-dash is a Node.js utility library (per method packages)
node-lowercase-keys|2.0.0-2|15|3768|o|javascript|||/usr/share/nodejs/lowercase-keys/index.js||Lowercase the keys of an object
node-lru-cache|10.0.1-3|657|62608|o|javascript|||/usr/share/nodejs/lru-cache/package.json||least-recently-used cache object for Node.js
node-make-dir|3.1.0-3|23|6040|o|javascript|node-semver||/usr/share/nodejs/make-dir/index.js||Make a directory and its parents if needed - Think mkdir -p
node-memfs|3.4.12+~cs1.0.3-1|242|46796|o|javascript|||/usr/share/nodejs/memfs/lib/node.js||In-memory filesystem with Node's API
node-memory-fs|0.5.0+~0.3.3-2|38|7676|o|javascript|node-errno node-readable-stream||/usr/share/nodejs/memory-fs/lib/join.js||simple in-memory filesystem
node-merge-stream|2.0.0+~1.1.2-2|20|5124|o|javascript|||/usr/share/nodejs/merge-stream/index.js||Create a stream that emits events from multiple other streams
node-micromatch|4.0.7+~4.0.9-1|77|26040|o|javascript|node-braces node-anymatch||/usr/share/nodejs/micromatch/index.js||Glob matching for javascript/node.js
node-mime|3.0.0+dfsg+~cs6.97.2-2|274|40252|o|javascript|nodejs||/usr/share/nodejs/mime/cli.js||library for mime-type mapping for Node.js
node-mime-types|2.1.35-2|29|8752|o|javascript|node-mime||/usr/share/nodejs/mime-types/index.js||ultimate JavaScript content-type utility - Node.js module
node-mimic-fn|4.0.0-5|23|5492|o|javascript|||/usr/share/nodejs/mimic-fn/index.js||Make a function mimic another one
node-mimic-response|3.1.0-9|21|5424|o|javascript|||/usr/share/nodejs/mimic-response/index.js||Mimic a Node.js HTTP response stream
node-minimatch|9.0.3-6|595|76780|o|javascript|node-brace-expansion||/usr/share/nodejs/minimatch/index.js||Convert glob expressions into RegExp objects for Node.js
node-minimist|1.2.8+~cs5.3.5-1|47|15880|o|javascript|node-arrify node-is-plain-obj node-kind-of||/usr/share/nodejs/minimist/index.js||Argument options parsing for Node.js
node-minipass|5.0.0+~cs10.3.21-3|193|46932|o|javascript|node-encoding node-jsonparse node-yallist||/usr/share/nodejs/minipass/index.js||Minimal implementation of a PassThrough for Node.js
node-mkdirp|2.1.6+~cs5.2.1-2|180|24128|o|javascript|nodejs||/usr/share/nodejs/mkdirp/package.json||Recursively create directories - Node.js module
node-move-concurrently|1.0.1-5|18|5152|o|javascript|node-aproba node-copy-concurrently node-fs-write-stream-atomic node-mkdirp node-rimraf node-run-queue||/usr/share/nodejs/move-concurrently/move.js||Move files and directories concurrently
node-ms|2.1.3+~cs0.7.31-3|21|5648|o|javascript|nodejs||/usr/share/nodejs/ms/index.js||milliseconds conversion utility - Node.js module
node-mute-stream|0.0.8+~0.0.1-3|25|6232|o|javascript|||/usr/share/nodejs/mute-stream/mute.js||Pass-through stream that can be muted module for Node.js
node-n3|1.16.3+~1.2.3+~1.10.4-1|178|37012|o|javascript|node-readable-stream||/usr/share/nodejs/n3/lib/IRIs.js||fast asynchronous streaming RDF for JavaScript - Node library
node-negotiator|0.6.3+~0.6.1-1|52|10756|o|javascript|||/usr/share/nodejs/negotiator/index.js||HTTP content negotiator for Node.js
node-neo-async|2.6.2+~cs3.0.0-3|978|41792|o|javascript|nodejs||/usr/share/nodejs/neo-async/all.js||faster replacement for Async
node-nopt|5.0.0-4|37|12064|o|javascript|node-abbrev nodejs||/usr/share/nodejs/nopt/bin/nopt.js||Command-line option parser for Node.js
node-normalize-package-data|4.0.1+~2.4.1-1|47|13648|o|javascript|node-hosted-git-info node-resolve node-semver node-validate-npm-package-license||/usr/share/nodejs/normalize-package-data/lib/fixer.js||Normalizes package metadata - Node.js module
node-normalize-path|3.0.0+~3.0.0-1|20|6608|o|javascript|nodejs||/usr/share/nodejs/normalize-path/index.js||Normalize file path slashes to be unix-like forward slashes
node-npm-bundled|2.0.1-2|24|6408|o|javascript|node-read-package-json||/usr/share/nodejs/npm-bundled/lib/index.js||Parses info on bundled dependencies
node-npm-package-arg|10.0.0+~3.0.0-2|40|11356|o|javascript|node-hosted-git-info node-osenv node-semver node-validate-npm-package-name||/usr/share/nodejs/proc-log/lib/index.js||Parse the things that can be arguments to npm install
node-npm-run-path|5.1.0+~4.0.0-8|30|6276|o|javascript|||/usr/share/nodejs/path-key/index.js||Get your PATH prepended with locally installed binaries
node-npmlog|7.0.1+~4.1.4-1|35|11436|o|javascript|node-are-we-there-yet node-console-control-strings node-gauge node-set-blocking||/usr/share/nodejs/npmlog/lib/log.js||Logger with custom levels and colored output for Node.js
node-object-assign|4.1.1-7|17|4684|o|javascript|nodejs||/usr/share/nodejs/object-assign/index.js||ES2015 Object.assign() ponyfill
node-object-inspect|1.12.2+~cs1.8.1-1|61|20820|o|javascript|||/usr/share/nodejs/object-inspect/index.js||string representations of objects in node and the browser
node-once|1.4.1-1|16|4624|o|javascript|node-wrappy||/usr/share/nodejs/once/once.js||Run a function only once with this module for Node.js
node-optimist|0.6.1+~0.0.30-2|49|13516|o|javascript|node-minimist node-wordwrap||/usr/share/nodejs/optimist/index.js||light-weight option parsing library for NodeJS
node-optionator|0.9.1+dfsg+~cs1.2.3-1|58|17624|o|javascript|node-deep-is node-fast-levenshtein node-levn node-prelude-ls node-type-check||/usr/share/nodejs/word-wrap/index.js||option parsing and help generation
node-osenv|0.1.5+~0.1.1-1|22|5884|o|javascript|||/usr/share/nodejs/osenv/osenv.js||Environment settings lookup module for Node.js
node-p-cancelable|2.1.1-1|22|7272|o|javascript|||/usr/share/nodejs/p-cancelable/index.js||Create a promise that can be canceled
node-p-limit|4.0.0+~cs4.0.0-5|35|7576|o|javascript|||/usr/share/nodejs/p-try/index.js||run multiple promise-returning & async functions
node-p-locate|6.0.0-12|23|5752|o|javascript|node-p-limit||/usr/share/nodejs/p-locate/index.js||async version of Array
node-p-map|4.0.0+~3.1.0+~3.0.1-2|31|7904|o|javascript|node-escape-string-regexp node-indent-string||/usr/share/nodejs/p-map/index.js||Map over promises concurrently
node-parse-json|5.2.0+~cs5.1.7-2|31|7304|o|javascript|node-assert node-babel7 node-chalk node-error-ex node-esutils node-js-tokens node-json-parse-better-errors||/usr/share/nodejs/parse-json/index.js||parse JSON with more helpful errors
node-path-dirname|1.0.2-2|18|4312|o|javascript|||/usr/share/nodejs/path-dirname/index.js||Node.js library for function path.dirname ponyfill
node-path-exists|5.0.0-8|18|4732|o|javascript|||/usr/share/nodejs/path-exists/index.js||Check if a path exists
node-path-is-absolute|2.0.0-2|15|4068|o|javascript|||/usr/share/nodejs/path-is-absolute/index.js||Node.js 0.12 path.isAbsolute() ponyfill
node-path-is-inside|1.0.2+~1.0.0-1|20|5072|o|javascript|||/usr/share/nodejs/path-is-inside/package.json||Tests whether one path is inside another path
node-path-type|4.0.0-3|18|3944|o|javascript|node-pify||/usr/share/nodejs/path-type/index.js||check if a path is a file, directory, or symlink
node-picocolors|1.0.0-4|22|6652|o|javascript|nodejs||/usr/share/nodejs/picocolors/types.ts||library for terminal output formatting with colors (Node.js module)
node-pify|5.0.0+~cs5.0.1-1|23|7072|o|javascript|||/usr/share/nodejs/pify/index.js||promisify a callback-style function
node-pkg-dir|5.0.0-2|16|4260|o|javascript|node-find-up||/usr/share/nodejs/pkg-dir/index.js||find the root directory of a npm package
node-postcss|8.4.49+~cs9.2.32-1|717|189292|o|javascript|node-isarray node-isobject node-picocolors nodejs||/usr/share/nodejs/nanoid/index.js|/usr/bin:nanoid|Tool for transforming styles with JS plugins
node-postcss-modules-extract-imports|3.0.0-2|25|6584|o|javascript|node-postcss||/usr/share/nodejs/postcss-modules-extract-imports/package.json||CSS Modules transform to extract local aliases for inline imports
node-postcss-modules-values|4.0.0+~4.0.0-1|28|7180|o|javascript|node-icss-utils node-postcss||/usr/share/nodejs/postcss-modules-values/package.json||pass arbitrary values between your module files
node-postcss-value-parser|4.2.0-1|38|10372|o|javascript|||/usr/share/nodejs/postcss-value-parser/lib/unit.js||Transforms css values and at-rule params into the tree
node-prelude-ls|1.2.1+dfsg-3|51|11344|o|javascript|||/usr/share/nodejs/prelude-ls/lib/Num.js||functionally oriented utility library for Livescript
node-process-nextick-args|2.0.1-3|15|3816|o|javascript|||/usr/share/nodejs/process-nextick-args/index.js||process.nextTick but always with args
node-progress|2.0.3-2|28|8256|o|javascript|nodejs||/usr/share/nodejs/progress/index.js||Flexible ascii progress bar
node-promise-inflight|1.0.1+~1.0.0-1|19|4864|o|javascript|||/usr/share/nodejs/promise-inflight/inflight.js||one promise for multiple requests in flight to avoid async duplication
node-promise-retry|2.0.1-4|18|5016|o|javascript|node-err-code node-retry||/usr/share/nodejs/promise-retry/index.js||Retries a function that returns a promise
node-promzard|0.3.0-2|20|6788|o|javascript|node-read||/usr/share/nodejs/promzard/promzard.js||Promzard provides a prompting json wizard
node-prr|1.0.1-3|16|4352|o|javascript|||/usr/share/nodejs/prr/prr.js||Object.defineProperty() with common defaults - Node.js module
node-punycode|2.3.1+~2.1.4-1|51|10832|o|javascript|||/usr/share/nodejs/punycode/punycode.js||Nodejs robust Punycode converter fully RFC compliant
node-quick-lru|6.1.1-4|32|8076|o|javascript|||/usr/share/nodejs/quick-lru/index.js||Simple "Least Recently Used" (LRU) cache
node-randombytes|2.1.0+~2.0.0-2|20|4852|o|javascript|node-safe-buffer||/usr/share/nodejs/randombytes/index.js||random bytes from browserify stand alone
node-read|1.0.7-5|20|5388|o|javascript|node-mute-stream||/usr/share/nodejs/read/lib/read.js||Read user input from stdin module for Node.js
node-read-package-json|5.0.2+~2.0.0-2|38|11604|o|javascript|node-glob node-json-parse-better-errors node-normalize-package-data node-slash|node-graceful-fs|/usr/share/nodejs/read-package-json/package.json||Read package.json for npm module for Node.js
node-read-pkg|5.2.0-2|103|23988|o|javascript|node-parse-json node-normalize-package-data||/usr/share/nodejs/read-pkg/index.js||Read a package.json file
node-readable-stream|3.6.0+~cs3.0.0-4|149|32044|o|javascript|node-inherits node-core-util-is node-string-decoder node-safe-buffer node-process-nextick-args node-util-deprecate node-isarray||/usr/share/nodejs/readable-stream/errors.js||stream compatibility library for Node.js and browser
node-readdirp|3.6.0-1|36|11468|o|javascript|node-anymatch node-graceful-fs node-set-immediate-shim||/usr/share/nodejs/readdirp/index.js||Recursive version of Node.js's fs.readdir
node-rechoir|0.8.0+~0.6.1-2|28|6628|o|javascript|node-resolve||/usr/share/nodejs/rechoir/index.js||Node module to require any supported file as a node module
node-regenerate|1.4.2-3|17|7388|o|javascript|nodejs libjs-regenerate||/usr/share/nodejs/regenerate/package.json||Unicode-aware regular expression generator (Node.js module)
node-regenerate-unicode-properties|10.1.0+ds-1|910|50680|o|javascript|node-regenerate||/usr/share/nodejs/regenerate-unicode-properties/index.js||Unicode properties and values as Regenerate sets for Node.js
node-regenerator-runtime|0.15.2+~0.10.8-1|40|10712|o|javascript|||/usr/share/nodejs/regenerator-runtime/path.js||Nodejs runtime for regenerator-compiled generator and async functions
node-regenerator-transform|0.15.2+~0.10.8-1|153|24884|o|javascript|node-babel7-runtime||/usr/share/nodejs/regenerator-transform/lib/emit.js||Explode async and generator functions into a state machine
node-regexpp|3.2.0-5|313|27012|o|javascript|||/usr/share/nodejs/regexpp/index.js||regular expression parser for ECMAScript - Node.js library
node-regexpu-core|5.2.2-3|56|13928|o|javascript|node-regenerate node-regenerate-unicode-properties node-regjsgen node-regjsparser node-unicode-match-property-ecmascript node-unicode-match-property-value-ecmascript||/usr/share/nodejs/regexpu-core/package.json||Core functionality for regexpu's functionality in Node.js
node-regjsgen|0.7.1+ds-1|28|6968|o|javascript|||/usr/share/nodejs/regjsgen/regjsgen.js||Regular expression from abstract syntax trees in Node.js
node-regjsparser|0.9.1+ds-2|94|22128|o|javascript|nodejs node-jsesc||/usr/share/nodejs/regjsparser/parser.js|/usr/bin:regjsparser|Parser for JavaScript's RegExp for Node.js
node-repeat-string|1.6.1+repack-1|17|5600|o|javascript|||/usr/share/nodejs/repeat-string/index.js||repeat the given string n times
node-require-directory|2.1.1+~2.1.2-1|24|7092|o|javascript|||/usr/share/nodejs/require-directory/index.js||require all files in a directory
node-resolve|1.22.8+~cs5.34.15-2|132|29788|o|javascript|||/usr/share/nodejs/resolve/index.js||Synchronous/Asynchronous require.resolve() algorithm
node-resolve-cwd|3.0.0-2|17|4212|o|javascript|node-resolve-from||/usr/share/nodejs/resolve-cwd/index.js||Resolve the path of a module from current directory
node-resolve-from|5.0.0+~3.1.0+~3.3.0+~2.0.0-1|35|7292|o|javascript|||/usr/share/nodejs/callsites/index.js||Resolve the path of a module from a given path
node-resumer|0.0.0-6|18|4144|o|javascript|node-through||/usr/share/nodejs/resumer/index.js||through stream that starts paused and resumes on the next tick
node-retry|0.13.1.+~cs2.19.16-1|63|14188|o|javascript|||/usr/share/nodejs/retry/index.js||Retry strategies for failed operations module for Node.js
node-rimraf|3.0.2-2|41|11064|o|javascript|node-glob nodejs|node-graceful-fs|/usr/share/nodejs/rimraf/bin.js|/usr/bin:rimraf|Deep deletion (like rm -rf) module for Node.js
node-run-queue|2.0.0-3|18|5156|o|javascript|node-aproba||/usr/share/nodejs/run-queue/queue.js||promise based dynamic priority queue runner
node-safe-buffer|5.2.1+~cs2.1.2-3|53|15544|o|javascript|||/usr/share/nodejs/safe-buffer/index.js||Safer Node.js Buffer API
node-schema-utils|4.2.0~ds-3|99|21956|o|javascript|node-ajv node-ajv-keywords||/usr/share/nodejs/schema-utils/package.json||Webpack Schema Validation Utilities
node-semver|7.6.1+~7.5.8-2|200|49508|o|javascript|node-lru-cache nodejs||/usr/share/nodejs/semver/index.js|/usr/bin:semver|Semantic Versioning for Node.js
node-serialize-javascript|6.0.2-1|45|13048|o|javascript|node-randombytes||/usr/share/nodejs/serialize-javascript/index.js||serialize JavaScript to a superset of JSON
node-set-blocking|2.0.0-2|16|4248|o|javascript|||/usr/share/nodejs/set-blocking/index.js||set blocking stdio and stderr
node-set-immediate-shim|2.0.0-2|14|3740|o|javascript|||/usr/share/nodejs/set-immediate-shim/index.js||Simple setImmediate shim
node-shebang-command|2.0.0-1|14|3500|o|javascript|node-shebang-regex||/usr/share/nodejs/shebang-command/index.js||Get the command from a shebang
node-shebang-regex|3.0.0-2|15|3528|o|javascript|||/usr/share/nodejs/shebang-regex/index.js||Regular expression for matching a shebang line
node-signal-exit|4.1.0-7|109|14400|o|javascript|||/usr/share/nodejs/signal-exit/package.json||Fire an event no matter how a process exits
node-slash|4.0.0-3|17|4292|o|javascript|||/usr/share/nodejs/slash/index.js||Node.js library to convert Windows backslash paths to slash paths
node-slice-ansi|5.0.0+~cs9.0.0-5|34|8788|o|javascript|node-ansi-styles||/usr/share/nodejs/slice-ansi/index.js||Slice a string with ANSI escape codes
node-source-list-map|2.0.1+dfsg+~0.1.2-1|49|10104|o|javascript|||/usr/share/nodejs/source-list-map/lib/index.js||Fast line to line SourceMap generator
node-source-map|0.7.0++dfsg2+really.0.6.1-15|247|41672|o|javascript|libjs-source-map||/usr/share/nodejs/source-map/lib/util.js||Mozilla source map generator and consumer - Node.js module
node-source-map-support|0.5.21+ds+~0.5.10-1|52|15328|o|javascript|nodejs node-source-map||/usr/share/nodejs/source-map-support/index.d.ts||Fixes stack traces for files with source maps
node-spdx-correct|3.1.1-2|24|5464|o|javascript|node-spdx-license-ids node-spdx-expression-parse||/usr/share/nodejs/spdx-correct/index.js||correct invalid SPDX identifiers
node-spdx-exceptions|2.3.0-2|15|3992|o|javascript|||/usr/share/nodejs/spdx-exceptions/index.json||list of SPDX standard license exceptions
node-spdx-expression-parse|3.0.1+~3.0.1-1|30|7532|o|javascript|node-spdx-exceptions node-spdx-license-ids||/usr/share/nodejs/spdx-expression-parse/scan.js||parse SPDX license expressions
node-spdx-license-ids|3.0.12-1|23|6276|o|javascript|||/usr/share/nodejs/spdx-license-ids/index.json||List of SPDX license identifiers
node-sprintf-js|1.1.2+ds1+~1.1.2-1|29|4024|o|javascript|libjs-sprintf-js||/usr/share/nodejs/sprintf-js/dist||Node.js Pure JavaScript sprintf implementation
node-ssri|9.0.1-3|40|18080|o|javascript|node-minipass||/usr/share/nodejs/ssri/lib/index.js||Utility for parsing, serializing, generating and verifying  ssri metadata
node-string-decoder|1.3.0-6|26|7180|o|javascript|node-safe-buffer||/usr/share/nodejs/string_decoder/package.json||string_decoder module from Node core for browsers
node-string-width|4.2.3+~cs13.2.3-1|122|10684|o|javascript|node-slice-ansi node-strip-ansi node-wcwidth.js||/usr/share/nodejs/emoji-regex/text.js||Get the visual width of a string
node-strip-ansi|6.0.1-2|16|4120|o|javascript|nodejs node-ansi-regex||/usr/share/nodejs/strip-ansi/index.js||Strip ANSI escape codes
node-strip-bom|4.0.0-2|16|4144|o|javascript|||/usr/share/nodejs/strip-bom/index.js||Strip UTF-8 byte order mark (BOM) from a string
node-strip-eof|3.0.0-5|20|4656|o|javascript|||/usr/share/nodejs/strip-eof/index.cjs||strip CR and LF characters from a string/buffer
node-strip-json-comments|4.0.0-4|23|5668|o|javascript|nodejs||/usr/share/nodejs/strip-json-comments/index.js||Node.js module to strip comments from JSON
node-supports-color|8.1.1+~8.1.1-1|26|6920|o|javascript|node-has-flag||/usr/share/nodejs/supports-color/index.js||Detect whether a terminal supports color in Node.js
node-tapable|2.2.1-3|60|13532|o|javascript|||/usr/share/nodejs/tapable/lib/Hook.js||just a little module for plugins
node-tape|5.6.1+~cs8.20.19-3|184|71044|o|javascript|node-debbundle-es-to-primitive node-deep-equal node-define-properties node-defined node-es-abstract node-function-bind node-glob node-inherits node-istanbul node-minimatch node-minimist node-resolve node-object-inspect node-resumer node-through nodejs||/usr/share/nodejs/tape/bin/tape|/usr/bin:tape|tap-producing test harness for node and browsers
node-tar|6.2.1+~cs7.0.8-1+deb13u1|204|52744|o|javascript|node-chownr node-mkdirp node-minipass node-safe-buffer node-yallist||/usr/share/nodejs/tar/index.js||read and write portable tar archives module for Node.js
node-terser|5.38.0-1|2207|220448|o|javascript|node-ampproject-remapping||/usr/share/nodejs/terser/main.js||parser/mangler/compressor for ES6+ - Node.js library
node-text-table|0.2.0-4|19|4736|o|javascript|||/usr/share/nodejs/text-table/index.js||borderless text tables with alignment
node-through|2.3.8+~cs0.0.30-1|21|5452|o|javascript|||/usr/share/nodejs/through/index.js||simplified stream construction
node-time-stamp|2.2.0-2|18|6016|o|javascript|||/usr/share/nodejs/time-stamp/index.js||get a formatted timestamp
node-to-fast-properties|3.0.1-3|16|4332|o|javascript|||/usr/share/nodejs/to-fast-properties/index.js||Force V8 to use fast properties for an object
node-to-regex-range|5.0.1-4|26|10512|o|javascript|node-is-number node-repeat-string nodejs||/usr/share/nodejs/to-regex-range/index.js||returns a regex-compatible range from two numbers, min and max
node-tslib|2.4.1-1|76|19488|o|javascript|||/usr/share/nodejs/tslib/tslib.js||Implementation of tslib for javascript
node-type-check|0.4.0+dfsg-3|27|9184|o|javascript|node-prelude-ls||/usr/share/nodejs/type-check/lib/check.js||Check the types of JavaScript values at runtime
node-typedarray|0.0.7-1|41|11400|o|javascript|||/usr/share/nodejs/typedarray/index.js||TypedArray polyfill for old browsers
node-typedarray-to-buffer|4.0.0-2|14|3380|o|javascript|libjs-typedarray-to-buffer node-is-typedarray||/usr/share/nodejs/typedarray-to-buffer/index.js||JavaScript utility converting TypedArray to buffer without copy
node-undici|7.3.0+dfsg1+~cs24.12.11-1|2047|332608|o|javascript|||/usr/share/nodejs/undici/types||Node.js HTTP/1.1 client
node-unicode-canonical-property-names-ecmascript|2.0.0-2|16|4540|o|javascript|||/usr/share/nodejs/unicode-canonical-property-names-ecmascript/index.js||Unicode property names supported in ES RegExp in Node.js
node-unicode-match-property-ecmascript|2.0.0-2|17|4440|o|javascript|node-unicode-canonical-property-names-ecmascript node-unicode-property-aliases-ecmascript nodejs||/usr/share/nodejs/unicode-match-property-ecmascript/index.js||Match a Unicode property to its canonical name for Node.js
node-unicode-match-property-value-ecmascript|2.1.0+ds-1|38|7272|o|javascript|||/usr/share/nodejs/unicode-match-property-value-ecmascript/index.js||Match a Unicode property value to its canonical version in Node.js
node-unicode-property-aliases-ecmascript|2.1.0+ds-1|18|5256|o|javascript|||/usr/share/nodejs/unicode-property-aliases-ecmascript/index.js||Unicode property aliases mapping for property names in Node.js
node-unique-filename|1.1.1+ds-2|19|4032|o|javascript|nodejs node-imurmurhash||/usr/share/nodejs/unique-filename/index.js||unique filename for use in temporary directories or caches
node-uri-js|4.4.0+dfsg-8|300|47276|o|javascript|node-punycode||/usr/share/nodejs/uri-js/package.json||URI/IRI parsing/validating/resolving library
node-util|0.12.5+~1.0.10-1|21|5700|o|javascript|libjs-util||/usr/share/nodejs/util/support||NodeJS util module
node-util-deprecate|1.0.2-3|19|4436|o|javascript|||/usr/share/nodejs/util-deprecate/node.js||Node.js's 'util.deprecate()' function with browser support
node-uuid|8.3.2+~8.3.4-1|213|44452|o|javascript|||/usr/share/nodejs/uuid/dist/v1.js||simple and fast RFC4122 UUID generation - Node.js module
node-v8-compile-cache|2.4.0-2|28|8544|o|javascript|nodejs||/usr/share/nodejs/v8-compile-cache/package.json||Leverage v8 compile cache to speedup loading of Node.js modules
node-v8flags|3.2.0+~3.1.1-1|27|7612|o|javascript|||/usr/share/nodejs/v8flags/index.js||Get available V8 JavaScript engine flags
node-validate-npm-package-license|3.0.4-2|17|4280|o|javascript|node-spdx-correct node-spdx-expression-parse||/usr/share/nodejs/validate-npm-package-license/index.js||Tells if a string is a valid npm package license string
node-validate-npm-package-name|5.0.0+~4.0.0-1|28|7444|o|javascript|node-builtins||/usr/share/nodejs/validate-npm-package-name/lib/index.js||Checks if a string is a valid npm package name
node-watchpack|2.4.0+~cs2.8.1-1|87|20244|o|javascript|node-chokidar node-graceful-fs node-neo-async||/usr/share/nodejs/watchpack/package.json||Wrapper library for directory and file watching
node-wcwidth.js|1.0.2-2|21|7088|o|javascript|node-defaults||/usr/share/nodejs/wcwidth.js/index.js||wcwidth.js is a javascript porting of C's wcwidth()
node-webassemblyjs|1.11.4+dfsg+~cs10.11.17-2|1689|139492|o|javascript|node-es-abstract node-glob||/usr/share/nodejs/webassemblyjs/esm/index.js||Toolchain for WebAssembly
node-webpack-sources|3.2.3+~3.2.0-2|133|23236|o|javascript|node-source-list-map node-source-map||/usr/share/nodejs/webpack-sources/lib/index.js||Source code handling classes for webpack
node-which|2.0.2+~cs1.3.2-3|31|8368|o|javascript|node-isexe nodejs||/usr/share/nodejs/which/which.js||Cross-platform 'which' module for Node.js
node-wide-align|1.1.3-4|16|4244|o|javascript|node-string-width||/usr/share/nodejs/wide-align/align.js||Wide-character aware text alignment function
node-wordwrap|1.0.0-4|20|4628|o|javascript|||/usr/share/nodejs/wordwrap/index.js||word wrapping library for NodeJS
node-wrap-ansi|8.0.1+~8.0.1-3|49|11780|o|javascript|node-ansi-styles node-string-width node-strip-ansi||/usr/share/nodejs/wrap-ansi/index.js||Wordwrap a string with ANSI escape codes
node-wrappy|1.0.2-3|14|3776|o|javascript|||/usr/share/nodejs/wrappy/wrappy.js||Callback wrapping utility
node-write|2.0.0~6.0.1+~3.0.4+~2.0.0+~1.0.0+~2.0.1-1|74|17864|o|javascript|nodejs||/usr/share/nodejs/write/index.js||convenience wrapper for Node.js fs methods
node-write-file-atomic|4.0.2+~4.0.0-2|35|9308|o|javascript|node-imurmurhash node-is-typedarray node-signal-exit node-typedarray-to-buffer||/usr/share/nodejs/write-file-atomic/lib/index.js||Write files in an atomic fashion w/configurable ownership
node-xtend|4.0.2-3|16|3932|o|javascript|||/usr/share/nodejs/xtend/mutable.js||Node.js library to easily extend an object
node-y18n|5.0.8+~5.0.0-3|48|10152|o|javascript|||/usr/share/nodejs/y18n/index.mjs||bare-bones internationalization library used by yargs
node-yallist|4.0.0+~4.0.1-1|31|8172|o|javascript|||/usr/share/nodejs/yallist/yallist.js||Double linked list implementation for Node.js
node-yargs|16.2.0+~16.0.4-7|528|127736|o|javascript|node-browserslist node-cliui node-get-caller-file node-require-directory node-string-width node-y18n node-yargs-parser||/usr/share/nodejs/yargs/yargs||command line parser for nodejs
node-yargs-parser|21.1.1+~21.0.0-4|160|28372|o|javascript|node-camelcase node-decamelize||/usr/share/nodejs/yargs-parser/browser.js||mighty option parser used by yargs
`;
