import { FileText } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatSize } from '../../format/size.ts';
import { formatAgo } from '../../format/time.ts';
import { useModel } from '../../state/model-context.tsx';
import { toProblem } from '../../state/problem.ts';
import { useNow } from '../../state/use-now.ts';
import type { Storage, VolumePlace } from './storage.ts';

/** What is in the chosen volume, and who sees it where. */
export function VolumeContents({ volume, storage }: { volume: VolumePlace | undefined; storage: Storage }): ReactElement {
  const now = useNow(5000);
  const [open, setOpen] = useState<{ volume: string; path: string }>();
  if (volume === undefined)
    return (
      <div className="volumes-panel" role="group" aria-label="Contents">
        <h3 className="small-title">No volume</h3>
        <p className="soft">
          Whatever these services write lies in their containers’ own layers and goes with them. A volume is declared in the compose file
          and bound to a path of a service.
        </p>
      </div>
    );
  const seen = storage.services.flatMap(({ service, mounts }) =>
    mounts.filter((mount) => mount.volume === volume.id).map((mount) => ({ service, ...mount })),
  );
  return (
    <div className="volumes-panel" role="group" aria-label={`Contents of ${volume.label}`} tabIndex={0}>
      <h3 className="volumes-head">{volume.label}</h3>
      <ul className="volumes-users">
        {seen.map(({ service, path, isReadOnly }) => (
          <li key={`${service} ${path}`}>
            <strong>{service}</strong> sees it at <code>{path}</code>
            {isReadOnly ? ', read-only' : ''}
          </li>
        ))}
        {seen.length === 0 ? <li>Orphaned: no service sees it. It is kept, with what it holds.</li> : null}
      </ul>
      {volume.files === undefined ? (
        <p className="soft">What is in it cannot be seen from here.</p>
      ) : volume.files.length === 0 ? (
        <p className="soft">It is empty.</p>
      ) : (
        <ul className="volumes-files" aria-label={`Files in ${volume.label}`}>
          {volume.files.map((file) => {
            const isOpen = open?.volume === volume.id && open.path === file.path;
            return (
              <li key={file.path}>
                <button
                  type="button"
                  className="volumes-file"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(isOpen ? undefined : { volume: volume.id, path: file.path })}
                >
                  <FileText aria-hidden />
                  <span className="volumes-file-path">{file.path}</span>
                  <span className="volumes-file-facts">
                    {formatSize(file.size)}
                    {file.modifiedAt === undefined ? '' : ` · ${formatAgo(file.modifiedAt, now)}`}
                  </span>
                </button>
                {isOpen ? <FileInVolume name={volume.name} path={file.path} version={`${file.size} ${file.modifiedAt ?? ''}`} /> : null}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** A file's text, read from the device each time that it has changed. */
function FileInVolume({ name, path, version }: { name: string | undefined; path: string; version: string }): ReactElement {
  const { bridge } = useModel();
  const [read, setRead] = useState<{ text: string; isWhole: boolean } | { problem: string }>();
  useEffect(() => {
    let isWanted = true;
    if (name === undefined) return undefined;
    bridge.call('engine.volumeText', { volume: name, path }).then(
      (answer) => isWanted && setRead(answer),
      (error: unknown) => isWanted && setRead({ problem: toProblem(error).message }),
    );
    return () => {
      isWanted = false;
    };
  }, [bridge, name, path, version]);
  if (read === undefined) return <p className="volumes-file-note soft">Reading</p>;
  if ('problem' in read) return <p className="volumes-file-note soft">{read.problem}</p>;
  return (
    <>
      <pre className="volumes-text" tabIndex={0} aria-label={`Text of ${path}`}>
        {read.text === '' ? ' ' : read.text}
      </pre>
      {read.isWhole ? null : <p className="volumes-file-note soft">The beginning of the file; the rest is not shown here.</p>}
    </>
  );
}
