import { CloudOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import { needsCloud } from '../../shared/course/needs-cloud.ts';

/** Why a command cannot be run on a device without a cloud; what to do instead stands there once a step. */
export function NeedsCloudNote({ step, block }: { step: Step; block: CommandBlock }): ReactElement {
  const command = block.needsCloud ?? '';
  const { message, action } = needsCloud(command);
  const first = step.blocks.find((each) => each.kind === 'command' && each.needsCloud !== undefined);
  return (
    <div className="note note-aside">
      <CloudOff aria-hidden className="note-icon" />
      <div className="note-text">
        {first === block ? (
          <>
            <p>{message}</p>
            <p className="soft">{action}</p>
          </>
        ) : (
          <p>“{command}” needs a cloud, too.</p>
        )}
      </div>
    </div>
  );
}
