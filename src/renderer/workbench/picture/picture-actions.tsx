import { Download, Maximize2, Minimize2, Text } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { useModel } from '../../state/model-context.tsx';
import { savePicture, type PictureFormat } from './picture-file.ts';

export interface PictureActionsProps {
  /** Of the picture, e.g. `Network of SingleService`; the saved file is called so. */
  name: string;
  /** The first `svg[data-picture]` below it is what is saved. */
  frame: RefObject<HTMLElement | null>;
  /** Whether the text equivalent is shown in the picture's place. */
  isText: boolean;
  onText: (isText: boolean) => void;
  /** Of `useFilling`. */
  isFilling: boolean;
  onFill: () => void;
}

/** What every picture can do: be read as text, be saved, fill the screen. */
export function PictureActions({ name, frame, isText, onText, isFilling, onFill }: PictureActionsProps): ReactElement {
  const model = useModel();
  async function save(format: PictureFormat): Promise<void> {
    const svg = frame.current?.querySelector<SVGSVGElement>('svg[data-picture]');
    if (svg == null) return;
    try {
      await savePicture(svg, name, format);
      model.announcer.announce(`${name} saved as ${format.toUpperCase()}.`);
    } catch (error) {
      model.session.notify(error instanceof Error ? error.message : 'The picture could not be saved.');
    }
  }
  return (
    <div className="picture-actions">
      <IconButton label={isText ? 'Show the picture' : 'Show as text'} aria-pressed={isText} onClick={() => onText(!isText)}>
        <Text aria-hidden />
      </IconButton>
      {isText ? null : (
        <Menu
          trigger={
            <IconButton label="Save the picture">
              <Download aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => void save('svg')}>Save as SVG</MenuItem>
          <MenuItem onSelect={() => void save('png')}>Save as PNG</MenuItem>
        </Menu>
      )}
      <IconButton label={isFilling ? 'Leave full screen' : 'Fill the screen'} onClick={onFill}>
        {isFilling ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
      </IconButton>
    </div>
  );
}
