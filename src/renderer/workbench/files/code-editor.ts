import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { languageOf } from './language.ts';
import { changeBetween } from './text-change.ts';

export interface CodeEditorOptions {
  host: HTMLElement;
  path: string;
  text: string;
  onEdit: (text: string) => void;
}

export interface CodeEditor {
  /** Another file, with its own undo history, kept while the editor lives. */
  open(path: string, text: string): void;
  /** The text was changed elsewhere: takes it over in one step that can be undone, and shows which lines are new. */
  replace(text: string): void;
  /** Brings the first occurrence of the text into view and shows its lines as new. */
  reveal(text: string): void;
  focus(): void;
  destroy(): void;
}

const isExternal = Annotation.define<boolean>();
const showNew = StateEffect.define<{ from: number; to: number } | null>();

/** Lines that were just changed by something else than typing. */
const newLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const moved = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(showNew)) continue;
      return effect.value === null ? Decoration.none : linesBetween(transaction.state, effect.value.from, effect.value.to);
    }
    return transaction.docChanged && transaction.annotation(isExternal) !== true ? Decoration.none : moved;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-number)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: 'var(--code-property)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.standard(tags.variableName)],
    color: 'var(--code-function)',
  },
  { tag: [tags.comment, tags.meta], color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--refused)' },
]);

export function createCodeEditor({ host, path, text, onEdit }: CodeEditorOptions): CodeEditor {
  const states = new Map<string, EditorState>();
  let openPath = path;
  const view = new EditorView({ parent: host, state: newState(path, text) });

  // Lines are as high as their font: measured anew once it has arrived.
  void document.fonts.ready.then(() => view.requestMeasure());

  function newState(file: string, content: string): EditorState {
    return EditorState.create({ doc: content, extensions: extensionsFor(file) });
  }

  function extensionsFor(file: string): Extension[] {
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightSelectionMatches(),
      syntaxHighlighting(colours),
      languageOf(file),
      newLines,
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': `Text of ${file}` }),
      tabPassesThrough(),
      // Escape then Tab leaves the editor, as CodeMirror documents; F6 always does.
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((transaction) => transaction.annotation(isExternal) === true)) return;
        onEdit(update.state.doc.toString());
      }),
    ];
  }

  function replace(content: string): void {
    const change = changeBetween(view.state.doc.toString(), content);
    if (change === undefined) return;
    view.dispatch({
      changes: change,
      effects: showNew.of({ from: change.from, to: change.from + change.insert.length }),
      annotations: isExternal.of(true),
    });
  }

  return {
    open(file, content) {
      if (file === openPath) return;
      states.set(openPath, view.state);
      openPath = file;
      view.setState(states.get(file) ?? newState(file, content));
      replace(content);
    },
    replace,
    reveal(wanted) {
      const needle = wanted.replaceAll('\r\n', '\n').replace(/\n+$/, '');
      const from = needle === '' ? -1 : view.state.doc.toString().indexOf(needle);
      if (from === -1) return;
      const to = from + needle.length;
      view.dispatch({ effects: [showNew.of({ from, to }), EditorView.scrollIntoView(from, { y: 'center' })] });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** Whoever comes by Tab goes on by Tab, and leaves no spaces behind; it indents once they have begun to work in the text. */
function tabPassesThrough(): Extension {
  let isPointed = false;
  return EditorView.domEventHandlers({
    mousedown(_event, view) {
      isPointed = true;
      view.setTabFocusMode(false);
    },
    focus(_event, view) {
      if (!isPointed) view.setTabFocusMode(true);
      isPointed = false;
    },
    keydown({ key }, view) {
      if (!['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta', 'F6'].includes(key)) view.setTabFocusMode(false);
    },
  });
}

function linesBetween(state: EditorState, from: number, to: number): DecorationSet {
  const mark = Decoration.line({ class: 'cm-new-line' });
  const ranges = [];
  const first = state.doc.lineAt(Math.min(from, state.doc.length)).number;
  const last = state.doc.lineAt(Math.min(Math.max(from, to - 1), state.doc.length)).number;
  for (let number = first; number <= last; number += 1) ranges.push(mark.range(state.doc.line(number).from));
  return Decoration.set(ranges);
}
