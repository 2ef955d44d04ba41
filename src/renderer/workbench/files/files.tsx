import { FolderX, History } from 'lucide-react';
import { lazy, Suspense, type ReactElement } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../../state/model-context.tsx';
import { ConflictBar } from './conflict-bar.tsx';
import { FileTree } from './file-tree.tsx';
import { SaveState } from './save-state.tsx';

// CodeMirror is as large as all the rest together and is not needed for the first picture.
const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }));

/** The learner's files: a tree and an editor that saves by itself. */
export function Files(): ReactElement {
  const model = useModel();
  const workspace = useFacts((facts) => facts.workspace);
  const open = useSelect(model.files.store, (state) => state.open);
  const buffer = useSelect(model.files.store, (state) => (open === undefined ? undefined : state.buffers[open]));
  const problem = useSelect(model.files.store, (state) => (open === undefined ? undefined : state.problems[open]));
  const failure = useSelect(model.lesson.store, (state) => state.problems['workspace']);
  if (workspace.problem !== undefined || workspace.entries.length === 0) {
    return (
      <EmptyState
        picture={<FolderX className="picture-icon" />}
        title="Your files are not there"
        action={
          <Button
            look="primary"
            className="button-large"
            onClick={() => void model.lesson.attempt('workspace', () => model.bridge.call('workspace.restore', undefined))}
          >
            Restore the starter files
          </Button>
        }
      >
        <p>{workspace.problem ?? 'The folder is empty.'}</p>
        <p className="mono files-folder">{workspace.folder}</p>
        {failure === undefined ? null : <ProblemNote problem={failure} />}
      </EmptyState>
    );
  }
  return (
    <div className="files">
      <FileTree entries={workspace.entries} folder={workspace.folder} />
      <div className="files-editor">
        <div className="files-head">
          <span className="files-path mono">{open ?? 'No file is open'}</span>
          {buffer === undefined ? null : <SaveState buffer={buffer} />}
          <IconButton label="Earlier copies of your files" onClick={() => model.screen.setState({ overlay: 'copies' })}>
            <History aria-hidden />
          </IconButton>
        </div>
        {buffer === undefined ? null : <ConflictBar buffer={buffer} />}
        {problem === undefined ? null : <ProblemNote problem={problem} />}
        {buffer === undefined ? (
          <p className="files-none">{problem === undefined ? 'Choose a file at the left.' : null}</p>
        ) : (
          <Suspense fallback={<pre className="files-loading">{buffer.text}</pre>}>
            <Editor buffer={buffer} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
