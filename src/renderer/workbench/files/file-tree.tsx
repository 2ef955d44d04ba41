import { ChevronRight, File, FileCode, Folder, FolderOpen } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { WorkspaceEntry } from '../../../shared/domain/workspace.ts';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { foldersAbove, nameOf, parentOf, visibleRows, type TreeRow } from './tree.ts';

/** The workspace as a tree, by the ARIA tree pattern: arrows move, open and close, Enter opens a file. */
export function FileTree({ entries, folder }: { entries: readonly WorkspaceEntry[]; folder: string }): ReactElement {
  const model = useModel();
  const open = useSelect(model.files.store, (state) => state.open);
  const buffers = useSelect(model.files.store, (state) => state.buffers);
  // A folder is open when a file in it has been, unless the learner closed it.
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  if (open !== undefined && foldersAbove(open).some((path) => !visited.has(path))) {
    setVisited(new Set([...visited, ...foldersAbove(open)]));
  }
  const [focused, setFocused] = useState<string>();
  const tree = useRef<HTMLUListElement>(null);
  const folders = entries.filter((entry) => entry.kind === 'folder').map((entry) => entry.path);
  const rows = visibleRows(entries, new Set(folders.filter((path) => toggled[path] ?? visited.has(path))));
  const current = rows.find((row) => row.path === focused) ?? rows.find((row) => row.path === open) ?? rows[0];

  function toggle(row: TreeRow, isOpen: boolean): void {
    setToggled({ ...toggled, [row.path]: isOpen });
  }

  function activate(row: TreeRow): void {
    setFocused(row.path);
    if (row.kind === 'folder') toggle(row, !row.isOpen);
    else void model.showFile(row.path);
  }

  function moveTo(row: TreeRow | undefined): void {
    if (row === undefined) return;
    setFocused(row.path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  }

  function handleKey(event: KeyboardEvent): void {
    if (current === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = rows.indexOf(current);
    switch (event.key) {
      case 'ArrowDown':
        moveTo(rows[index + 1]);
        break;
      case 'ArrowUp':
        moveTo(rows[index - 1]);
        break;
      case 'Home':
        moveTo(rows[0]);
        break;
      case 'End':
        moveTo(rows.at(-1));
        break;
      case 'ArrowRight':
        if (current.kind === 'folder' && !current.isOpen) toggle(current, true);
        else if (current.kind === 'folder') moveTo(rows[index + 1]);
        break;
      case 'ArrowLeft':
        if (current.isOpen) toggle(current, false);
        else moveTo(rows.find((row) => row.path === parentOf(current.path)));
        break;
      case 'Enter':
      case ' ':
        activate(current);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <div className="tree-box">
      <p className="tree-folder" title={folder}>
        {nameOf(folder.replaceAll('\\', '/'))}
      </p>
      <ul className="tree" role="tree" aria-label="Files of the workspace" ref={tree} onKeyDown={handleKey}>
        {rows.map((row) => (
          <li
            key={row.path}
            role="treeitem"
            className={`tree-row ${row.path === open ? 'is-open-file' : ''}`}
            aria-level={row.level}
            aria-selected={row.path === open}
            aria-expanded={row.kind === 'folder' ? row.isOpen : undefined}
            tabIndex={row === current ? 0 : -1}
            data-path={row.path}
            style={{ paddingInlineStart: `${0.5 + (row.level - 1) * 0.875}rem` }}
            onFocus={() => setFocused(row.path)}
            onClick={() => activate(row)}
          >
            <RowIcon row={row} />
            <span className="tree-name">{row.name}</span>
            {isUnsettled(buffers[row.path]?.state) ? <span className="tree-mark" role="img" aria-label="not saved" /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function RowIcon({ row }: { row: TreeRow }): ReactElement {
  if (row.kind === 'folder') {
    return (
      <>
        <ChevronRight className={`tree-chevron ${row.isOpen ? 'is-down' : ''}`} aria-hidden />
        {row.isOpen ? <FolderOpen aria-hidden /> : <Folder aria-hidden />}
      </>
    );
  }
  return (
    <>
      <span className="tree-chevron" />
      {/\.(js|json|ya?ml|sh|c)$|^Dockerfile/.test(row.name) ? <FileCode aria-hidden /> : <File aria-hidden />}
    </>
  );
}

function isUnsettled(state: string | undefined): boolean {
  return state === 'conflict' || state === 'failed' || state === 'gone';
}
