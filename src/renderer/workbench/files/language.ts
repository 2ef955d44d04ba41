import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { StreamLanguage } from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { c } from '@codemirror/legacy-modes/mode/clike';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import type { Extension } from '@codemirror/state';
import { languageName } from './language-name.ts';

/** What colours the file. */
export function languageOf(path: string): Extension {
  switch (languageName(path)) {
    case 'dockerfile':
      return StreamLanguage.define(dockerFile);
    case 'yaml':
      return yaml();
    case 'javascript':
      return javascript();
    case 'json':
      return json();
    case 'shell':
      return StreamLanguage.define(shell);
    case 'c':
      return StreamLanguage.define(c);
    case 'unit':
      return StreamLanguage.define(properties);
    case 'text':
      return [];
  }
}
