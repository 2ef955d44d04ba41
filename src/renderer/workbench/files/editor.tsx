import { useEffect, useRef, type ReactElement } from 'react';
import { useModel, useSelect } from '../../state/model-context.tsx';
import type { Buffer } from './buffer.ts';
import { createCodeEditor, type CodeEditor } from './code-editor.ts';

/** CodeMirror around one buffer; this module brings CodeMirror with it: import it lazily. */
export function Editor({ buffer }: { buffer: Buffer }): ReactElement {
  const { files } = useModel();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(null);
  const reveal = useSelect(files.store, (state) => state.reveal);
  const { path, revision } = buffer;

  useEffect(() => {
    const place = host.current;
    const open = files.store.getState().open;
    const first = open === undefined ? undefined : files.store.getState().buffers[open];
    if (place === null || first === undefined) return undefined;
    editor.current = createCodeEditor({
      host: place,
      path: first.path,
      text: first.text,
      onEdit(edited) {
        const now = files.store.getState().open;
        if (now !== undefined) files.edit(now, edited);
      },
    });
    return () => {
      editor.current?.destroy();
      editor.current = null;
    };
  }, [files]);

  useEffect(() => {
    editor.current?.open(path, files.store.getState().buffers[path]?.text ?? '');
  }, [files, path]);

  // Typed text is already in the editor; only a text that was set from outside has a new revision.
  useEffect(() => {
    const held = files.store.getState().buffers[path];
    if (held !== undefined) editor.current?.replace(held.text);
  }, [files, path, revision]);

  useEffect(() => {
    if (reveal?.path === path) editor.current?.reveal(reveal.text);
  }, [reveal, path]);

  return <div className="editor" ref={host} />;
}
